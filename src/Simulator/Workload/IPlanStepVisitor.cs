namespace Sim.Simulator.Workload;

/// <summary>Handles every kind of <see cref="PlanStep"/>; a new kind breaks the build wherever it is not handled.</summary>
internal interface IPlanStepVisitor<out TResult>
{
    TResult Visit(UpdateStep step);

    TResult Visit(SearchStep step);

    TResult Visit(QueryStep step);

    TResult Visit(ScrollStep step);

    TResult Visit(CountStep step);

    TResult Visit(RetrieveStep step);

    TResult Visit(OrderedScrollStep step);

    TResult Visit(FacetStep step);

    TResult Visit(EstimateStep step);

    /// <summary>Visits the work of several clients at the same time.</summary>
    TResult Visit(BurstStep step);

    TResult Visit(DelayStep step);

    TResult Visit(FlushStep step);

    TResult Visit(SnapshotStep step);

    TResult Visit(SettleStep step);

    TResult Visit(RestartStep step);

    TResult Visit(KillStep step);

    /// <summary>Visits a change of the live collection's options.</summary>
    TResult Visit(ReconfigureStep step);
}
