using Sim.Bench.Programs;
using Sim.Runtime;

namespace Sim.Bench.Plain;

/// <summary>
/// Runs a plain program in a world. There is nothing to it: what the program awaits comes back through the synchronization context that is
/// current where it runs, and that is the world's.
/// </summary>
public sealed class PlainProgram(IPlainProgram program) : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => program.Name;

    /// <inheritdoc/>
    public string Source => program.Source;

    /// <inheritdoc/>
    public int Tasks => program.Tasks;

    /// <inheritdoc/>
    public bool OnlyPointsShare => false;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed) => program.Run(runtime.Time, isFixed);
}
