using System.Text;

namespace Sim.Simulator.Emitting;

/// <summary>The members that an emitted test shares with others, of which each gets those that it calls.</summary>
internal static class Scaffolding
{
    // A member may call those below it.
    private static readonly (string Call, string Text)[] Members =
    [
        ("EndFlushes(", """
            private async Task EndFlushes()
            {
                Task[] flushes = [.. _flushes];
                _flushes.Clear();
                foreach (var flush in flushes)
                {
                    await flush;
                }
            }
            """),
        ("EndSnapshot(", """
            private async Task EndSnapshot()
            {
                var snapshot = _snapshot;
                _snapshot = null;
                await (snapshot ?? Task.CompletedTask);
            }
            """),
        ("ComesToRest(", """
            // Once writes have stopped, the optimizer has nothing left to do after a while.
            private async Task ComesToRest()
            {
                for (var pause = TimeSpan.FromMilliseconds(20); !DiskFailsForGood() && !await _collection.IsOptimized(); pause *= 2)
                {
                    Assert.True(pause <= TimeSpan.FromSeconds(10), "A segment that needs the optimizer waits for ever.");
                    await Task.Delay(pause, _world.Time);
                }
            }

            private bool DiskFailsForGood() => _world.FiredFaults.Any(fault =>
                fault.Incarnation == _world.Incarnations && fault.Effect is { Lasts: true, Fault: DiskFault.InputOutput or DiskFault.Full });
            """),
        ("CreateSnapshot(", """
            private async Task CreateSnapshot(string path)
            {
                await _world.Files.CreateDirectory(path[..path.LastIndexOf('/')]);
                await _world.Files.FlushDirectory("/");
                await _collection.CreateSnapshot(path);
            }
            """),
        ("Restored(", """
            private async Task Restored(string path, string directory, State[][] shards)
            {
                await SnapshotArchive.Restore(_world, path, directory);
                await RestoredBefore(directory, false, shards);
            }
            """),
        ("RestoredBefore(", """
            private async Task RestoredBefore(string directory, bool mayBeMissing, State[][] shards)
            {
                if (!mayBeMissing || await _world.Files.Exists($"{directory}/schema"))
                {
                    var restored = await Open(_world, directory, Schema, new CollectionOptions { Name = "restored/" });
                    await Holds(restored, shards);
                    await restored.Close();
                }
            }
            """),
        ("Holds(", """
            // Each shard is in one of these states; where none is given, nothing is known of it.
            private static async Task Holds(Collection collection, State[][] shards)
            {
                var page = await collection.Scroll(new ScrollQuery(null, null, 1000));
                for (var shard = 0; shard < shards.Length; shard++)
                {
                    var found = new State(ValueList.From(page.Points.Where(point => collection.ShardOf(point.Id) == shard)))
                    {
                        Indexes = ValueList.From(collection.FieldIndexes(shard).OrderBy(index => index.Field, StringComparer.Ordinal)),
                        Vectors = collection.Schema.Vectors,
                    };
                    Assert.True(shards[shard].Contains(found), $"Shard {shard} holds {found} and not {string.Join(" or ", (object[])shards[shard])}.");
                }
            }

            private sealed record State(ValueList<Point> Points)
            {
                public ValueList<FieldIndex> Indexes { get; init; } = [];

                public ValueList<VectorSchema> Vectors { get; init; } = Schema.Vectors;
            }
            """),
        ("Update(", """
            private async Task Update(Operation operation, bool wait) =>
                Is((await _collection.Update(operation, wait)).Status, wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged);
            """),
        ("Is(", """
            private static void Is<T>(T found, T right, params T[] others) =>
                Assert.True(Equals(found, right) || others.Contains(found), $"{found} and not {string.Join(" or ", others.Prepend(right))}.");
            """),
        ("Estimates(", """
            private static void Estimates(CountEstimate found, params (long Count, long Points)[] right) => Assert.True(
                right.Any(r => 0 <= found.Least && found.Least <= r.Count && r.Count <= found.Most && found.Most <= r.Points
                    && found.Least <= found.Expected && found.Expected <= found.Most),
                $"{found} for {string.Join(" or ", right)}.");
            """),
        ("AreBestOf(", """
            // The best of a ranking, in its order; where two scores are nearer than rounding, either point may come first.
            private static void AreBestOf(
                ValueList<ScoredPoint> found, int offset, int limit, (PointId Id, float Score)[] right, params (PointId Id, float Score)[][] others) => Assert.True(
                others.Prepend(right).Any(ranking => ranking.Skip(offset).Take(limit).ToArray() is var best && found.Count == best.Length
                    && best.Zip(found).All(pair => IsNear(pair.First.Score, pair.Second.Score)) && IsIn(ranking, found)),
                $"{found} and not the best of {string.Join(" or ", others.Prepend(right).Select(ranking => $"[{string.Join(" ", ranking)}]"))}.");
            """),
        ("AreOf(", """
            // Each is in a ranking, with its score; which ones are found is not promised.
            private static void AreOf(
                ValueList<ScoredPoint> found, int limit, (PointId Id, float Score)[] right, params (PointId Id, float Score)[][] others) => Assert.True(
                found.Count <= limit && others.Prepend(right).Any(ranking => IsIn(ranking, found)),
                $"{found} and not of {string.Join(" or ", others.Prepend(right).Select(ranking => $"[{string.Join(" ", ranking)}]"))}.");
            """),
        ("IsIn(", """
            private static bool IsIn((PointId Id, float Score)[] ranking, ValueList<ScoredPoint> found) =>
                found.DistinctBy(point => point.Id).Count() == found.Count
                && found.All(point => ranking.Any(candidate => candidate.Id == point.Id && IsNear(candidate.Score, point.Score)));
            """),
        ("ShowMoments(", """
            // Each point as it was at some moment while the read went on; null where it may not have been there.
            private static void ShowMoments(ValueList<Point> found, PointId? next, params Point?[][] points)
            {
                Assert.Equal(found.Count, found.DistinctBy(point => point.Id).Count());
                Assert.All(found, point => Assert.True(points.Any(versions => versions.Contains(point)), $"{point} was never there."));
                Assert.All(
                    points.Where(versions => versions[0] is { } point && !(point.Id >= next) && !versions.Contains(null)),
                    versions => Assert.True(found.Any(point => versions.Contains(point)), $"{versions[0]} is missing from {found}."));
            }
            """),
        ("ShowScores(", """
            // Each point with a score that it had at some moment while the search went on; null where it may not have been there.
            private static void ShowScores(ValueList<ScoredPoint> found, bool mustHaveAll, params (PointId Id, float?[] Scores)[] points)
            {
                Assert.Equal(found.Count, found.DistinctBy(point => point.Id).Count());
                Assert.All(found, point => Assert.True(
                    points.Any(versions => versions.Id == point.Id && versions.Scores.Any(score => score is { } right && IsNear(right, point.Score))), $"{point} was never so."));
                Assert.All(
                    points.Where(versions => mustHaveAll && !versions.Scores.Contains(null)),
                    versions => Assert.True(found.Any(point => point.Id == versions.Id), $"Point {versions.Id} is missing from {found}."));
            }
            """),
        ("IsNear(", """
            private static bool IsNear(float left, float right) => left.Equals(right) || Math.Abs(left - right) <= Tolerance;
            """),
        ("IsRefused(", """
            private static async Task IsRefused<T>(ValueTask<T> call)
            {
                try
                {
                    await call;
                }
                catch (RequestException)
                {
                    return;
                }

                Assert.Fail("A request that breaks a rule is answered.");
            }
            """),
        ("MayBeRefused(", """
            // What it is about may change meanwhile, so nothing is said about the answer.
            private static async Task MayBeRefused<T>(ValueTask<T> call)
            {
                try
                {
                    await call;
                }
                catch (RequestException)
                {
                }
            }
            """),
    ];

    /// <summary>The members that a text calls, and those that these call, indented as the members of a class.</summary>
    public static string For(string text)
    {
        var members = new StringBuilder();
        foreach (var (call, member) in Members)
        {
            if (Calls(text, call) || Calls(members.ToString(), call))
            {
                members.Append('\n').AppendJoin('\n', member.Split('\n').Select(line => line.Length == 0 ? line : $"    {line}")).Append('\n');
            }
        }

        return members.ToString();
    }

    // By its own name alone, and not as a member of something else.
    private static bool Calls(string text, string call)
    {
        for (var at = text.IndexOf(call, StringComparison.Ordinal); at >= 0; at = text.IndexOf(call, at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || text[at - 1] is ' ' or '(' or '!')
            {
                return true;
            }
        }

        return false;
    }
}
