namespace Sim.Simulation.Faults;

/// <summary>What can go wrong with a call of the disk, besides that it takes its time. docs/fault-model.md says why each is legal.</summary>
public enum DiskFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// The call fails. Of a write a part may have happened; a flush may have lost what it should have settled, and no later flush brings it
    /// back; of any other call nothing has happened.
    /// </summary>
    InputOutput = 1,

    /// <summary>The disk is full. Of a write a part may have happened; a flush has lost nothing.</summary>
    Full = 2,

    /// <summary>A read gives fewer bytes than there are, though at least one.</summary>
    ShortRead = 3,

    /// <summary>A bit of the file has changed where it lies, before the call reads it.</summary>
    FlippedBit = 4,
}
