namespace Sim.Contracts.Queries;

/// <summary>Which kind of choice a <see cref="PayloadSelector"/> makes.</summary>
public enum PayloadSelection
{
    /// <summary>No payload.</summary>
    None = 0,

    /// <summary>The whole payload.</summary>
    All = 1,

    /// <summary>The entries that are named.</summary>
    Include = 2,

    /// <summary>All entries but those that are named.</summary>
    Exclude = 3,
}
