using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Crashing;

/// <summary>
/// What a collection that is killed again and again looks like: thresholds and intervals so small that every background step happens many times
/// before the next kill.
/// </summary>
internal sealed record CrashShape(CollectionSchema Schema, CollectionOptions Options)
{
    /// <summary>The shape of a session.</summary>
    public static CrashShape Of(Seed session, int? shards)
    {
        var random = session.Stream("shape");
        var vectors = new VectorSchema[random.Between(1, 2)];
        for (var i = 0; i < vectors.Length; i++)
        {
            var distance = random.Pick([Distance.Dot, Distance.Cosine, Distance.Euclid, Distance.Manhattan]);
            vectors[i] = new VectorSchema($"v{i + 1}", random.Pick([2, 4, 17]), distance);
        }

        var drawn = random.Between(1, 3);
        return new CrashShape(
            new CollectionSchema(ValueList.Create<VectorSchema>(vectors), shards ?? drawn),
            new CollectionOptions
            {
                FlushInterval = TimeSpan.FromMilliseconds(random.Pick([1, 5, 20, 50])),
                IndexingThreshold = random.Pick([4, 16, 64]),
                MaxSegments = random.Between(1, 4),
                HnswThreshold = random.Pick([8, 32, 10_000]),
                HnswLinks = random.Pick([2, 4, 16]),
                WalSegmentBytes = random.Pick([512, 4_096, 65_536]),
                UpdateChunk = random.Pick([1, 3, 32]),
                QueueCapacity = random.Pick([1, 8, 1_000]),
            });
    }
}
