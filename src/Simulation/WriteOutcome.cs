namespace Sim.Simulation;

/// <summary>What a crash has left of one write to a file, or of one change of its length.</summary>
/// <param name="Write">Which of those since the last flush of the file, from 0 on.</param>
/// <param name="KeepsLength">Whether the length survives that it gave the file; where it gave no other, this says nothing.</param>
/// <param name="Kept">The bytes of the file that survive as this write left them. Sectors survive whole: part of one stands for all of it.</param>
public sealed record WriteOutcome(int Write, bool KeepsLength, params IReadOnlyList<Range> Kept);
