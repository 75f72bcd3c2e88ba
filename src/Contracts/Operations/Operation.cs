namespace Sim.Contracts.Operations;

/// <summary>
/// A change to a collection. What is logged is blind: what it writes does not depend on what it finds, so that applying a run of operations
/// a second time changes nothing; conditions (<see cref="ByFilter"/>, <see cref="UpsertPoints.Mode"/>) are settled before. Ids that do not exist are
/// passed over by all but <see cref="UpsertPoints"/>. Within one operation a later entry for the same id wins over an earlier one.
/// </summary>
public abstract record Operation
{
    /// <summary>Calls the visitor's method for this kind of operation.</summary>
    public abstract TResult Accept<TResult>(IOperationVisitor<TResult> visitor);
}
