using Sim.Simulation.Schedules;
using Sim.Simulation.Tracing;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Reporting;

/// <summary>A run with everything that a page shows of it.</summary>
/// <param name="Plan">What was to be done.</param>
/// <param name="Result">What came of it, with a full trace.</param>
/// <param name="Calls">What the collection was asked, and what it answered, in the order of the questions.</param>
internal sealed record RecordedRun(Plan Plan, IterationResult Result, IReadOnlyCollection<RecordedCall> Calls)
{
    /// <summary>Where in the source its decisions stand that were asked for.</summary>
    public required DecisionSites Sites { get; init; }

    /// <summary>Runs an iteration; it is the same one as without.</summary>
    /// <param name="request">The iteration.</param>
    /// <param name="schedule">The decisions whose places in the source are looked for; null for none.</param>
    public static RecordedRun Of(IterationRequest request, IReadOnlyList<ScheduleDecision>? schedule = null)
    {
        var recorder = new CallRecorder();
        var sites = new DecisionSites(schedule ?? []);
        var result = Iteration.Run(request with
        {
            Sites = sites,
            TraceLevel = TraceLevel.Full,
            StepBegins = step =>
            {
                recorder.PlanStep = step;
                request.StepBegins?.Invoke(step);
            },
            Open = async (runtime, plan) =>
            {
                recorder.Enter(runtime);
                return new RecordedCollection(await request.Open(runtime, plan), recorder);
            },
        });
        return new RecordedRun(request.Plan, result, recorder.Calls) { Sites = sites };
    }
}
