using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Engine.Verification;

namespace Sim.Engine.Tests.Verification;

public sealed class CollectionVerifierTests
{
    private static readonly StoredCollection Closed = StoredCollection.Build();
    private static readonly StoredCollection Killed = StoredCollection.Build(isClosed: false);

    [Fact]
    public void Nothing_is_wrong_with_a_collection_that_was_closed()
    {
        var report = Closed.Verify();
        Assert.Empty(report.Findings);
        Assert.True(report is { IsCollection: true, IsClosed: true, Shards: 1, Segments: 2 });
        Assert.Equal(Closed.Paths.Count(path => !path.EndsWith("/lock", StringComparison.Ordinal)), report.Files + GraphsOf(Closed));
        Assert.True(report.Points > 0);
        Assert.True(report.Operations > 0);
    }

    [Fact]
    public void Nothing_is_wrong_with_a_collection_that_was_killed_but_it_has_no_mark_of_closing()
    {
        var report = Killed.Verify();
        Assert.Empty(report.Findings);
        Assert.False(report.IsClosed);
    }

    [Fact]
    public void The_sample_has_every_kind_of_file()
    {
        string[] ends =
        [
            "/schema", "/manifest", "/wal/start", "/wal/end", ".log", "/state", "/mapping", "/vectors", "/payloads", "/versions", "/points", "/vectors-0",
            "/vectors-1", "/graph-0", "/graph-1", "/deletions", "/columns",
        ];
        Assert.All(ends, end => Assert.Contains(Closed.Paths, path => path.EndsWith(end, StringComparison.Ordinal)));
        Assert.True(Closed.Paths.Count(path => path.EndsWith(".log", StringComparison.Ordinal)) > 1);
    }

    [Fact]
    public void A_flipped_byte_is_named_with_its_file_and_place()
    {
        var path = Closed.PathOf("/points");
        var finding = Assert.Single(Closed.Flipped(path, 30, 1).Verify().Findings);
        Assert.Equal((FindingSeverity.Damage, "format", path), (finding.Severity, finding.Rule, finding.Path));
        Assert.Equal(FileHeader.Size, finding.Offset);
        Assert.NotNull(finding.Expected);
        Assert.NotNull(finding.Found);
    }

    [Fact]
    public void A_directory_that_is_not_a_collection_is_told_from_one_that_was_being_created()
    {
        Assert.False(Closed.With($"{StoredCollection.Directory}/schema", null).Verify().IsCollection);
        var empty = new StoredCollection([], [StoredCollection.Directory]) { Points = [] };
        var report = empty.Verify();
        Assert.True(report.IsCollection);
        Assert.Equal(FindingSeverity.Repairable, report.Worst);
        Assert.False(new StoredCollection([], []) { Points = [] }.Verify().IsCollection);
    }

    [Fact]
    public void A_torn_append_to_the_log_is_repairable_and_a_hole_before_a_flushed_record_is_damage()
    {
        var path = Killed.Paths.Last(name => name.EndsWith(".log", StringComparison.Ordinal));
        var torn = Killed.With(path, Killed.Files[path][..^3]).Verify();
        var finding = Assert.Single(torn.Findings);
        Assert.Equal((FindingSeverity.Repairable, path), (finding.Severity, finding.Path));

        // Both records of the file were flushed, and the second says so of the first.
        var hole = Killed.Flipped(path, FileHeader.Size + 20, 1).Verify();
        Assert.Equal(FindingSeverity.Damage, hole.Worst);
        Assert.Contains("was flushed", hole.Findings[0].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_with_a_gap_or_without_its_end_is_damage()
    {
        var logs = Closed.Paths.Where(name => name.EndsWith(".log", StringComparison.Ordinal)).ToArray();
        Assert.All(logs, log => Assert.Equal(FindingSeverity.Damage, Closed.With(log, null).Verify().Worst));
        Assert.Equal("I1", Closed.With(logs[^1], null).Verify().Findings[^1].Rule);
        Assert.Equal("I4", Closed.With(logs[0], null).Verify().Findings[0].Rule);
    }

    [Fact]
    public void A_segment_ahead_of_the_log_is_damage()
    {
        // Without its end mark a log may have lost any unflushed tail, but nothing that a segment already has.
        var logs = Killed.Paths.Where(name => name.EndsWith(".log", StringComparison.Ordinal)).ToArray();
        var short1 = logs.Skip(1).Aggregate(Killed, (collection, log) => collection.With(log, null));
        short1 = short1.With(logs[0], Killed.Files[logs[0]][..FileHeader.Size]);
        Assert.Contains(short1.Verify().Findings, finding => finding is { Severity: FindingSeverity.Damage, Rule: "I1" });
    }

    [Fact]
    public void A_point_that_is_not_what_its_version_says_is_damage()
    {
        var path = Closed.PathOf("/vectors");
        var other = Closed.Rewritten(path, content =>
        {
            content[^1] ^= 0x40;
            return content;
        });
        var finding = Assert.Single(other.Verify().Findings);
        Assert.Equal((FindingSeverity.Damage, "I3"), (finding.Severity, finding.Rule));
        Assert.Contains("point 7", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deletion_that_nothing_explains_is_damage()
    {
        // What a crash would leave if the source of a move were flushed before its destination.
        var path = Killed.PathOf("/deletions");
        var more = Killed.With(path, [.. Killed.Files[path], .. Record([1, 3, 0, 0, 0])]);
        var finding = Assert.Single(more.Verify().Findings);
        Assert.Equal((FindingSeverity.Damage, "I2", path), (finding.Severity, finding.Rule, finding.Path));
        Assert.Contains("point 4", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_version_is_damage_when_the_point_is_settled()
    {
        var path = Closed.PathOf("/versions");
        var first = true;
        var fewer = Closed.Rewritten(path, content =>
        {
            var isKept = !first;
            first = false;
            return isKept ? content : [.. content[..^8], 0, 0, 0, 0, 0, 0, 0, 0];
        });
        Assert.Contains(fewer.Verify().Findings, finding => finding is { Severity: FindingSeverity.Damage, Rule: "I3" });
    }

    [Fact]
    public void What_nothing_refers_to_is_a_leftover()
    {
        var stray = Closed.With(Closed.PathOf("/state") + ".tmp", [1, 2, 3]).With(Closed.PathOf("/wal/start") + ".tmp", []);
        var report = stray.Verify();
        Assert.Equal(2, report.Findings.Count);
        Assert.Equal(FindingSeverity.Leftover, report.Worst);
    }

    private static int GraphsOf(StoredCollection collection) =>
        collection.Paths.Count(path => path.Contains("/graph-", StringComparison.Ordinal));

    private static byte[] Record(byte[] content)
    {
        var writer = new ByteWriter();
        var start = RecordFrame.Begin(writer);
        writer.Bytes(content);
        RecordFrame.End(writer, start);
        return writer.Span.ToArray();
    }
}
