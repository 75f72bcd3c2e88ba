using System.Runtime.CompilerServices;

namespace Sim.Engine.VectorIndex;

/// <summary>
/// An offset with its rank and a mark, packed into 64 bits whose order is: the smaller rank first, then the smaller offset. Comparing is one
/// instruction, and equal ranks come in the same order on every machine. A rank that is not a number stands last.
/// </summary>
internal static class RankedOffset
{
    private const ulong MarkBit = 1;

    /// <summary>Packs an offset, without a mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(float rank, int offset)
    {
        unchecked
        {
            // Adding 0 makes the two zeros one. The bits of a negative float are turned over, so that they count the right way, and those of a
            // positive one come after them.
            var bits = BitConverter.SingleToInt32Bits(rank + 0f);
            var ordered = (uint)(bits ^ ((bits >> 31) | int.MinValue));
            if (float.IsNaN(rank))
            {
                ordered = uint.MaxValue;
            }

            return ((ulong)ordered << 32) | ((uint)offset << 1);
        }
    }

    /// <summary>The offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Offset(ulong packed) => unchecked((int)((uint)packed >> 1));

    /// <summary>The rank.</summary>
    public static float Rank(ulong packed)
    {
        unchecked
        {
            var ordered = (int)(packed >> 32);
            return ordered == -1
                ? float.NaN
                : BitConverter.Int32BitsToSingle(ordered ^ ((~ordered >> 31) | int.MinValue));
        }
    }

    /// <summary>The rank's place in the order, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Order(ulong packed) => unchecked((uint)(packed >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMarked(ulong packed) => (packed & MarkBit) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mark(ulong packed) => packed | MarkBit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Unmark(ulong packed) => packed & ~MarkBit;
}
