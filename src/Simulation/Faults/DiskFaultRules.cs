namespace Sim.Simulation.Faults;

/// <summary>Which faults can strike which calls.</summary>
public static class DiskFaultRules
{
    /// <summary>The faults that a call of this kind can meet, apart from a delay.</summary>
    public static IReadOnlyList<DiskFault> Possible(DiskCallKind kind) => kind switch
    {
        DiskCallKind.Read => [DiskFault.InputOutput, DiskFault.ShortRead, DiskFault.FlippedBit],
        DiskCallKind.Map => [DiskFault.InputOutput, DiskFault.FlippedBit],
        DiskCallKind.Open or DiskCallKind.Write or DiskCallKind.SetLength or DiskCallKind.Flush or DiskCallKind.Rename or DiskCallKind.CreateDirectory =>
            [DiskFault.InputOutput, DiskFault.Full],
        DiskCallKind.DeleteFile or DiskCallKind.DeleteDirectory or DiskCallKind.FlushDirectory or DiskCallKind.List => [DiskFault.InputOutput],
    };
}
