using Sim.Bench.Primitives;

namespace Sim.Bench.Plain;

/// <summary>
/// Two nodes and a lease: who holds it may write. A node checks its lease and sends a write, which takes a while; meanwhile the lease runs out
/// and the other node takes over and writes. The old write lands on top of the new one. The fixed store refuses a write that carries an
/// older number of the lease.
/// </summary>
public sealed class LeaderLease : IPlainProgram
{
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public string Name => "plain_leader_lease";

    /// <inheritdoc/>
    public string Source => "Burrows, The Chubby lock service (2006), section 2.4, sequencers";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public async Task Run(TimeProvider time, bool isFixed)
    {
        var number = 0;
        var end = DateTimeOffset.MinValue;
        var lastWrite = 0;
        await Task.WhenAll(Lead(), Lead());

        async Task Lead()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
            var written = 0;
            while (written < 2 && await timer.WaitForNextTickAsync())
            {
                if (time.GetUtcNow() < end)
                {
                    continue;
                }

                // The lease is free. To take it is one step of the service that keeps it. A new leader writes its name first.
                var own = ++number;
                var ownEnd = end = time.GetUtcNow() + Term;
                await Task.Yield();
                Store(own);
                while (time.GetUtcNow() < ownEnd && written < 2)
                {
                    await Task.Delay(Term / 2, time);
                    Store(own);
                    written++;
                }
            }
        }

        void Store(int own)
        {
            if (isFixed && own < lastWrite)
            {
                return;
            }

            Claim.Holds(own >= lastWrite, "a write of an old leader does not come after one of the new");
            lastWrite = own;
        }
    }
}
