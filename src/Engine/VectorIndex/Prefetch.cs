using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sim.Engine.VectorIndex;

/// <summary>Asks the processor to fetch memory that will be read soon. Changes nothing but the speed; does nothing where there is no such instruction.</summary>
internal static unsafe class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>Fetches the first bytes of a row of floats; the processor notices the walk and fetches the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(ref readonly float first)
    {
        if (Sse.IsSupported)
        {
            // The address may be out of date at once if the memory belongs to a managed array that moves. Then the wrong line is fetched, and nothing
            // else happens: prefetching never faults.
            var address = (byte*)Unsafe.AsPointer(ref Unsafe.AsRef(in first));
            Sse.Prefetch0(address);
            Sse.Prefetch0(address + CacheLine);
            Sse.Prefetch0(address + (2 * CacheLine));
            Sse.Prefetch0(address + (3 * CacheLine));
        }
    }
}
