namespace Sim.Simulator.Cli;

/// <summary>The exit codes of every verb.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing was found.</summary>
    public const int Clean = 0;

    /// <summary>A failure was found, or a replay did not give the expected verdict.</summary>
    public const int FailureFound = 1;

    /// <summary>The command line or a file is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>A budget ran out before the question was answered, or a soak has not found the mistake that proves that it can find any.</summary>
    public const int Inconclusive = 3;

    /// <summary>A recorded schedule no longer fits.</summary>
    public const int Stale = 4;

    /// <summary>Two runs of the same seed differ.</summary>
    public const int Nondeterminism = 5;

    /// <summary>The simulator itself failed.</summary>
    public const int InternalError = 70;

    /// <summary>Interrupted by the user.</summary>
    public const int Interrupted = 130;
}
