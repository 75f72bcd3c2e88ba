namespace Sim.Simulator.Running;

/// <summary>Why a soak ended.</summary>
internal enum SoakEnd
{
    /// <summary>Every seed was run.</summary>
    Completed = 0,

    /// <summary>The time was up before.</summary>
    TimeUp = 1,

    /// <summary>A failure ended it, as asked for.</summary>
    Stopped = 2,

    /// <summary>It was interrupted.</summary>
    Interrupted = 3,
}
