using Sim.Bench.Forwarding;
using Sim.Runtime.Files;

namespace Sim.Bench.Flushes;

/// <summary>A disk of which somebody else decides whether a flush is made; one that is not made says that it was.</summary>
/// <param name="files">The disk.</param>
/// <param name="isMade">Told what is flushed, the path and true for a directory; in the call that the engine makes.</param>
internal sealed class FlushFiles(IFileSystem files, Func<string, bool, bool> isMade) : ForwardingFiles(files)
{
    public override async ValueTask<IFile> Open(string path, FileOpening opening) => new FlushFile(await base.Open(path, opening), isMade);

    public override ValueTask FlushDirectory(string path) => isMade(path, true) ? base.FlushDirectory(path) : ValueTask.CompletedTask;

    private sealed class FlushFile(IFile file, Func<string, bool, bool> isMade) : ForwardingFile(file)
    {
        public override ValueTask Flush() => isMade(Path, false) ? base.Flush() : ValueTask.CompletedTask;
    }
}
