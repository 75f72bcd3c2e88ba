using System.Diagnostics;

namespace Sim.Simulator.Running;

/// <summary>
/// Measures what the harness is worth: switches each defect on alone and counts the seeds until something fails. The workload, the schedules
/// and the oracles are those of any soak; they do not learn which defect is on.
/// </summary>
internal static class ScoreRunner
{
    /// <summary>Scores each defect, in order. Ends early, with the defects scored so far, when interrupted.</summary>
    public static IEnumerable<DefectScore> Run(ScoreRequest request, CancellationToken interrupted)
    {
        var seeds = request.Seeds;
        foreach (var defect in request.Defects)
        {
            var campaign = request.Campaign with { Defects = [defect], Open = DefectSwitches.Open([defect]) };
            var tries = new List<ScoreTry>();
            SeedOutcome? failing = null;
            for (var i = 0; i < request.Tries && !interrupted.IsCancellationRequested; i++)
            {
                var (result, outcome) = Search(request, campaign, seeds, interrupted);
                tries.Add(result);
                failing ??= outcome;
                seeds = new SeedRange(seeds.First + seeds.Count, seeds.Last + seeds.Count);
            }

            if (interrupted.IsCancellationRequested)
            {
                yield break;
            }

            var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            var saved = failing is { } found ? new FailureSaver(request.Directory, request.Workers).Save(campaign with { Strategy = found.Strategy }, found.Seed, request.ShrinkBudget) : null;
            yield return new DefectScore(defect, tries, saved)
            {
                ShrinkMilliseconds = (long)clock.Elapsed.TotalMilliseconds,
                ShrinkProcessorMilliseconds = (long)(Environment.CpuUsage.TotalTime - processor).TotalMilliseconds,
            };
        }
    }

    private static (ScoreTry Try, SeedOutcome? Failing) Search(ScoreRequest request, Campaign campaign, SeedRange seeds, CancellationToken interrupted)
    {
        var soak = new SoakRequest
        {
            Campaign = campaign,
            Seeds = seeds,
            Workers = request.Workers,
            Duration = request.TryDuration,
            StopOnFirst = true,
        };
        long schedules = 0;
        SeedOutcome? failing = null;
        SoakRunner.Run(
            soak,
            outcome =>
            {
                schedules++;
                failing = outcome.Failure is null ? null : outcome;
            },
            interrupted);
        var milliseconds = (long)(failing?.FoundAfter ?? request.TryDuration).TotalMilliseconds;
        return (new ScoreTry(schedules, milliseconds, failing?.Failure?.Signature), failing);
    }
}
