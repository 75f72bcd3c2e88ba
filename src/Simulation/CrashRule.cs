namespace Sim.Simulation;

/// <summary>What a crash leaves on the disk.</summary>
/// <param name="Mode">Whether unflushed changes survive.</param>
/// <param name="Seed">
/// The seed of <see cref="CrashMode.Random"/>, <see cref="CrashMode.LoseOne"/> and <see cref="CrashMode.TearOne"/>. Each single decision is a hash of this seed and of what is decided on, so that a decision on one
/// file does not depend on what else is on the disk.
/// </param>
public sealed record CrashRule(CrashMode Mode, ulong Seed);
