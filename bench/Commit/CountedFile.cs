using Sim.Bench.Forwarding;
using Sim.Runtime.Files;

namespace Sim.Bench.Commit;

/// <summary>A file whose writes and flushes are counted.</summary>
internal sealed class CountedFile(IFile file, LogWrites writes) : ForwardingFile(file)
{
    public override ValueTask Write(long offset, ReadOnlyMemory<byte> data)
    {
        writes.CountWrite(data.Length);
        return base.Write(offset, data);
    }

    public override ValueTask Flush()
    {
        writes.CountFlush();
        return base.Flush();
    }
}
