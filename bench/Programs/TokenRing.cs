using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// Three tasks pass a number around, and a checker compares what they hold once all have passed it on. Nothing makes a task wait for the one
/// before it. In the fixed version each does.
/// </summary>
public sealed class TokenRing : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "token_ring";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/token_ring_bad";

    /// <inheritdoc/>
    public int Tasks => 4;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var values = new SharedArray<int>(runtime, "value", 3, 1);
        var isPassed = new SharedArray<bool>(runtime, "is-passed", 3, false);
        return Task.WhenAll(
            runtime.Start("first", () => Pass(0)),
            runtime.Start("second", () => Pass(1)),
            runtime.Start("third", () => Pass(2)),
            runtime.Start("checker", Check));

        async Task Pass(int place)
        {
            if (isFixed && place > 0)
            {
                await isPassed[place - 1].WaitUntil(static isSet => isSet);
            }

            var token = await values[(place + 2) % 3].Read();
            await values[place].Write(place == 0 ? (token + 1) % 4 : token);
            await isPassed[place].Write(true);
        }

        async Task Check()
        {
            for (var place = 0; place < 3; place++)
            {
                if (!await isPassed[place].Read())
                {
                    return;
                }
            }

            var first = await values[0].Read();
            Claim.Holds(first == await values[1].Read() && first == await values[2].Read(), "all have the token of the first");
        }
    }
}
