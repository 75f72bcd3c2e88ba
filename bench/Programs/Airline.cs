using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>Sellers of tickets each look whether there is a seat left, and then sell one.</summary>
public sealed class Airline : IBenchProgram
{
    private const int Seats = 2;

    /// <inheritdoc/>
    public string Name => "airline";

    /// <inheritdoc/>
    public string Source => "Eytani and Ur, Compiling a benchmark of documented multi-threaded bugs (2004), airlines tickets";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var sold = new SharedVariable<int>(runtime, "sold", 0);
        await Task.WhenAll(runtime.Start("first", Sell), runtime.Start("second", Sell), runtime.Start("third", Sell));
        Claim.Holds(sold.FinalValue <= Seats, "no more tickets are sold than there are seats");

        async Task Sell()
        {
            if (isFixed)
            {
                await sold.Update(static count => count < Seats ? count + 1 : count);
            }
            else if (await sold.Read() < Seats)
            {
                await sold.Update(static count => count + 1);
            }
        }
    }
}
