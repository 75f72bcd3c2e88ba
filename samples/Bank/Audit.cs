using Sim.Runtime;

namespace Sim.Bank;

/// <summary>The program under test: two customers withdraw from one account, and then the books must balance.</summary>
public static class Audit
{
    private const long Opening = 100;
    private const long Amount = 30;

    /// <summary>Runs it in any world. Books that do not balance are an <see cref="InvalidOperationException"/>.</summary>
    /// <param name="runtime">The world.</param>
    /// <param name="isSafe">Whether withdrawals are made in the safe way.</param>
    public static async Task Run(IRuntime runtime, bool isSafe)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        var account = new Account(runtime, "account", Opening);
        var paid = 0L;

        async Task Customer()
        {
            if (await (isSafe ? account.WithdrawSafely(Amount) : account.Withdraw(Amount)))
            {
                paid += Amount;
            }
        }

        await Task.WhenAll(runtime.Start("alice", Customer), runtime.Start("bob", Customer));
        if (account.Balance != Opening - paid)
        {
            throw new InvalidOperationException($"The bank paid out {paid} of {Opening} and still has {account.Balance}.");
        }
    }
}
