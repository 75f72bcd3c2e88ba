namespace Sim.Engine.Verification;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Something that nothing refers to; the next opening removes or ignores it.</summary>
    Leftover = 0,

    /// <summary>Something that only a crash leaves, and that the next opening repairs without losing anything that was promised.</summary>
    Repairable = 1,

    /// <summary>Bytes that nothing the engine does, and no crash, can have left: opening refuses them, or something is lost.</summary>
    Damage = 2,
}
