using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Mutual exclusion after Peterson, one attempt each: a task that would have to wait leaves. It should first raise its flag and then yield
/// the turn; here it does it the other way round.
/// </summary>
public sealed class Peterson : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "peterson";

    /// <inheritdoc/>
    public string Source => "Peterson, Myths about the mutual exclusion problem (1981); SV-COMP, pthread-atomic/peterson";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var flags = new SharedArray<bool>(runtime, "flag", 2, false);
        var turn = new SharedVariable<int>(runtime, "turn", 0);
        var inside = new SharedVariable<int>(runtime, "inside", 0);
        return Task.WhenAll(runtime.Start("left", () => Try(0)), runtime.Start("right", () => Try(1)));

        async Task Try(int self)
        {
            var other = 1 - self;
            if (isFixed)
            {
                await flags[self].Write(true);
                await turn.Write(other);
            }
            else
            {
                await turn.Write(other);
                await flags[self].Write(true);
            }

            if (!await flags[other].Read() || await turn.Read() == self)
            {
                Claim.Holds(await inside.Update(static count => count + 1) == 1, "one task is inside at a time");
                await inside.Update(static count => count - 1);
            }

            await flags[self].Write(false);
        }
    }
}
