using Sim.Runtime;
using Sim.Runtime.Scheduling;

namespace Sim.Bank;

/// <summary>
/// An account with the oldest race there is: a withdrawal reads the balance, and writes it back later. Another that comes in between is lost.
/// </summary>
public sealed class Account(IRuntime runtime, string name, long balance)
{
    private static readonly PointName ReadPoint = new("account.read");
    private static readonly PointName WritePoint = new("account.write");

    private readonly Resource _resource = new(name);

    /// <summary>The balance.</summary>
    public long Balance { get; private set; } = balance;

    /// <summary>Withdraws this amount, if it is there, and says whether it was.</summary>
    public async Task<bool> Withdraw(long amount)
    {
        await runtime.Point(ReadPoint, _resource, Access.Read);
        var seen = Balance;
        if (seen < amount)
        {
            return false;
        }

        await runtime.Point(WritePoint, _resource, Access.Write);
        Balance = seen - amount;
        return true;
    }

    /// <summary>Withdraws as it should be done: what was read is still true when it is written, or the withdrawal starts again.</summary>
    public async Task<bool> WithdrawSafely(long amount)
    {
        while (true)
        {
            await runtime.Point(ReadPoint, _resource, Access.Read);
            var seen = Balance;
            if (seen < amount)
            {
                return false;
            }

            await runtime.Point(WritePoint, _resource, Access.Write);
            if (Balance == seen)
            {
                Balance = seen - amount;
                return true;
            }
        }
    }
}
