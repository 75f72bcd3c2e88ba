using System.Buffers.Binary;
using Sim.Contracts.Points;
using Sim.Runtime.Randomness;

namespace Sim.Engine.Shards;

/// <summary>Which shard a point belongs to: a hash of its id. Part of the file format: a point is looked for nowhere else.</summary>
internal static class ShardPlacement
{
    public static int Of(PointId id, int shardCount)
    {
        if (shardCount == 1)
        {
            return 0;
        }

        ulong hash;
        if (id.IsUuid)
        {
            Span<byte> bytes = stackalloc byte[16];
            id.Uuid.TryWriteBytes(bytes, bigEndian: true, out _);
            hash = StableHash.Combine(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        }
        else
        {
            hash = StableHash.Mix(id.Number);
        }

        return (int)(hash % (ulong)shardCount);
    }
}
