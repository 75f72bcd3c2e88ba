namespace Sim.Simulator.Oracles;

/// <summary>The phases as reports and files write them.</summary>
internal static class PhaseNames
{
    /// <summary>The name of a phase.</summary>
    public static string Name(this Phase phase) => phase switch
    {
        Phase.Live => "live",
        Phase.AfterRestart => "after-restart",
        Phase.AfterCrash => "after-crash",
        Phase.Recovery => "recovery",
    };

    /// <summary>The phase of a name, or null.</summary>
    public static Phase? Find(string name)
    {
        foreach (var phase in Enum.GetValues<Phase>())
        {
            if (phase.Name() == name)
            {
                return phase;
            }
        }

        return null;
    }
}
