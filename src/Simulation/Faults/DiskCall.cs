namespace Sim.Simulation.Faults;

/// <summary>One call of the disk, as a fault source sees it. The first four together name it uniquely within the world.</summary>
/// <param name="Incarnation">The run, from 1 on.</param>
/// <param name="Kind">What is asked of the disk.</param>
/// <param name="Path">The file or directory, without a leading '/'.</param>
/// <param name="Ordinal">Which call of this kind on this path, from 1 on, counted within the run.</param>
/// <param name="Offset">Where in the file, in bytes; zero when the call has no place.</param>
/// <param name="Length">How many bytes; zero when the call moves none.</param>
public readonly record struct DiskCall(int Incarnation, DiskCallKind Kind, string Path, long Ordinal, long Offset, long Length);
