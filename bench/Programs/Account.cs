using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A deposit, a withdrawal, and an audit that looks once both are done. The withdrawal reads the balance before it takes the lock.
/// </summary>
public sealed class Account : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "account";

    /// <inheritdoc/>
    public string Source => "SCTBench, CS/account_bad";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var mutex = new AsyncMutex(runtime, "account");
        var balance = new SharedVariable<int>(runtime, "balance", 100);
        var isDeposited = new SharedVariable<bool>(runtime, "is-deposited", false);
        var isWithdrawn = new SharedVariable<bool>(runtime, "is-withdrawn", false);
        return Task.WhenAll(runtime.Start("deposit", Deposit), runtime.Start("withdraw", Withdraw), runtime.Start("audit", Audit));

        async Task Deposit()
        {
            using (await mutex.Lock())
            {
                await balance.Write(await balance.Read() + 50);
                await isDeposited.Write(true);
            }
        }

        async Task Withdraw()
        {
            var early = isFixed ? 0 : await balance.Read();
            using (await mutex.Lock())
            {
                var seen = isFixed ? await balance.Read() : early;
                await balance.Write(seen - 30);
                await isWithdrawn.Write(true);
            }
        }

        async Task Audit()
        {
            using (await mutex.Lock())
            {
                if (await isDeposited.Read() && await isWithdrawn.Read())
                {
                    Claim.Holds(await balance.Read() == 120, "100 and 50 less 30 are 120");
                }
            }
        }
    }
}
