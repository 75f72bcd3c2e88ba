namespace Sim.Bench.Commit;

/// <summary>What has been written to logs so far; counted from several threads.</summary>
internal sealed class LogWrites
{
    private long _bytes;
    private long _flushes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Flushes => Interlocked.Read(ref _flushes);

    public void CountWrite(int length) => Interlocked.Add(ref _bytes, length);

    public void CountFlush() => Interlocked.Increment(ref _flushes);
}
