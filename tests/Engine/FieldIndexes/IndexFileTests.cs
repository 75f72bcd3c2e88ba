using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Schema;
using Sim.Engine.FieldIndexes;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Tests.FieldIndexes;

public sealed class IndexFileTests : IDisposable
{
    private const int Total = 6;

    private readonly TemporaryDirectory _directory = new();
    private readonly IFileSystem _files = new OperatingSystemRuntime(new Seed(1)).Files;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(FieldType.Keyword)]
    [InlineData(FieldType.Integer)]
    [InlineData(FieldType.Float)]
    [InlineData(FieldType.Bool)]
    [InlineData(FieldType.DateTime)]
    [InlineData(FieldType.Uuid)]
    public async Task What_is_written_is_read_back(FieldType type)
    {
        var index = Index(type);
        await IndexFile.Write(_files, _directory.Path, index, Total);

        var found = await IndexFile.Read(_files, _directory.Path, index.Definition, Total);

        Assert.Equal(index.Others.Offsets.ToArray(), found.Others.Offsets.ToArray());
        Assert.Equal(Describe(index), Describe(found));
        Assert.NotEmpty(index.Postings);
    }

    [Fact]
    public async Task A_file_of_another_index_or_another_segment_is_refused_by_its_name()
    {
        var index = Index(FieldType.Integer);
        await IndexFile.Write(_files, _directory.Path, index, Total);

        var other = index.Definition with { Index = new FieldIndex("other", FieldType.Integer) };
        foreach (var (definition, total) in new[] { (other, Total), (index.Definition, Total - 1), (index.Definition, Total + 1) })
        {
            var error = await Assert.ThrowsAsync<StorageException>(async () => await IndexFile.Read(_files, _directory.Path, definition, total));
            Assert.Contains(index.Definition.FileName, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_byte_that_is_flipped_is_noticed()
    {
        var index = Index(FieldType.Keyword);
        await IndexFile.Write(_files, _directory.Path, index, Total);
        var path = $"{_directory.Path}/{index.Definition.FileName}";
        var bytes = await File.ReadAllBytesAsync(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[i] ^= 0x10;
            await File.WriteAllBytesAsync(path, damaged);

            await Assert.ThrowsAsync<StorageException>(async () => await IndexFile.Read(_files, _directory.Path, index.Definition, Total));
        }
    }

    private static ImmutableIndex Index(FieldType type)
    {
        var gathered = new MutableIndex(new IndexDefinition(new FieldIndex("f", type), new OperationNumber(7)));
        PayloadValue[] values =
        [
            PayloadValue.Of("Zoë"), PayloadValue.Of(ValueList.Create<PayloadValue>([PayloadValue.Of(-3), PayloadValue.Of(0.5)])), PayloadValue.Of(true),
            PayloadValue.Of("2024-02-29T23:59:59+01:00"), PayloadValue.Of("00112233-4455-6677-8899-AABBCCDDEEFF"), PayloadValue.Null,
        ];
        for (var offset = 0; offset < values.Length; offset++)
        {
            gathered.Add(offset, NameMap<PayloadValue>.Empty.With("f", values[offset]));
        }

        return new ImmutableIndex(gathered);
    }

    private static IEnumerable<(IndexKey Key, string Offsets)> Describe(ImmutableIndex index) =>
        index.Postings.Select(posting => (posting.Key, string.Join(',', posting.Offsets.ToArray())));
}
