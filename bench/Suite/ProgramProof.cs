using System.Diagnostics;
using Sim.Bench.Programs;
using Sim.Simulation.Exploration;

namespace Sim.Bench.Suite;

/// <summary>Proves the fixed version of a program clean, by running every schedule of it; or says how far that went.</summary>
public static class ProgramProof
{
    private const int LargestBound = 4;

    /// <summary>Searches three times: with source sets, without any reduction, and, if neither comes to an end, with rising bounds on preemptions.</summary>
    /// <param name="program">The program.</param>
    /// <param name="limit">How many runs each search may make.</param>
    /// <exception cref="InvalidOperationException">The fixed version has a bug.</exception>
    public static FixedProof Prove(IBenchProgram program, long limit)
    {
        ArgumentNullException.ThrowIfNull(program);
        var started = Stopwatch.GetTimestamp();
        var options = new ExplorationOptions { RunLimit = limit, OnlyPointsShare = program.OnlyPointsShare };
        var reduced = Explore(program, options);
        var all = Explore(program, options with { Reduction = Reduction.None });
        int? bound = null;
        for (var next = 0; !reduced.IsProof && !all.IsProof && next <= LargestBound; next++)
        {
            if (!Explore(program, options with { PreemptionBound = next }).IsExhausted)
            {
                break;
            }

            bound = next;
        }

        return new FixedProof(
            limit,
            reduced.IsProof ? reduced.Schedules : null,
            reduced.CutShort,
            all.IsProof ? all.Schedules : null,
            bound,
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static ExplorationReport Explore(IBenchProgram program, ExplorationOptions options)
    {
        var report = ExhaustiveExploration.Run(world => program.Run(world, isFixed: true), options);
        return report.Bug is null
            ? report
            : throw new InvalidOperationException($"The fixed version of {program.Name} has a bug: {report.Bug}.");
    }
}
