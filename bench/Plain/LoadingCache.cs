using Sim.Bench.Primitives;

namespace Sim.Bench.Plain;

/// <summary>
/// A cache in front of a store. A reader that misses loads the value and keeps it; a writer writes the store and drops what the cache has. A
/// value that was loaded before the write and is kept after it stays for ever. The fixed cache keeps a loaded value only if nothing was
/// dropped meanwhile.
/// </summary>
public sealed class LoadingCache : IPlainProgram
{
    /// <inheritdoc/>
    public string Name => "plain_reader_writer_cache";

    /// <inheritdoc/>
    public string Source => "Nishtala and others, Scaling Memcache at Facebook (2013), section 3.2.1, stale sets";

    /// <inheritdoc/>
    public int Tasks => 3;

    /// <inheritdoc/>
    public async Task Run(TimeProvider time, bool isFixed)
    {
        var stored = 0;
        int? cached = null;
        var drops = 0;
        await Task.WhenAll(Refresh(), Read(), Write(1));
        Claim.Holds(cached is null || cached == stored, "on a quiet state the cache has what the store has");

        async Task Refresh()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
            for (var i = 0; i < 2; i++)
            {
                await timer.WaitForNextTickAsync();
                await Get();
            }
        }

        async Task Read()
        {
            await Task.Delay(TimeSpan.FromSeconds(2), time);
            await Get();
        }

        async Task<int> Get()
        {
            if (cached is { } known)
            {
                return known;
            }

            var dropsBefore = drops;
            var loaded = await Load();
            if (!isFixed || drops == dropsBefore)
            {
                cached = loaded;
            }

            return loaded;
        }

        async Task<int> Load()
        {
            await Task.Yield();
            var value = stored;
            await Task.Yield();
            return value;
        }

        async Task Write(int value)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            await Task.Yield();
            stored = value;
            await Task.Yield();
            cached = null;
            drops++;
        }
    }
}
