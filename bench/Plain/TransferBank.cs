using Sim.Bench.Primitives;

namespace Sim.Bench.Plain;

/// <summary>
/// A bank on a remote ledger: a transfer asks for two balances and writes two balances, and each of these takes a while. Two transfers at
/// once lose money, or make some. The fixed bank makes one transfer at a time.
/// </summary>
public sealed class TransferBank : IPlainProgram
{
    private const int Opening = 100;

    /// <inheritdoc/>
    public string Name => "plain_bank";

    /// <inheritdoc/>
    public string Source => "the lost update; Gray and Reuter, Transaction processing (1993), section 7.3";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public async Task Run(TimeProvider time, bool isFixed)
    {
        var ledger = new Ledger(accounts: 3, Opening);
        using var gate = new SemaphoreSlim(1);
        await Task.WhenAll(Transfer(0, 1, 10), Transfer(1, 2, 20), Transfer(2, 0, 30));
        Claim.Holds(ledger.Total == 3 * Opening, "no transfer makes money or loses any");

        async Task Transfer(int source, int target, int amount)
        {
            if (isFixed)
            {
                await gate.WaitAsync();
            }

            var from = await ledger.Read(source);
            var to = await ledger.Read(target);
            await ledger.Write(source, from - amount);
            await ledger.Write(target, to + amount);
            if (isFixed)
            {
                gate.Release();
            }
        }
    }

    private sealed class Ledger(int accounts, int opening)
    {
        private readonly int[] _balances = [.. Enumerable.Repeat(opening, accounts)];

        public int Total => _balances.Sum();

        public async Task<int> Read(int account)
        {
            await Task.Yield();
            return _balances[account];
        }

        public async Task Write(int account, int balance)
        {
            await Task.Yield();
            _balances[account] = balance;
        }
    }
}
