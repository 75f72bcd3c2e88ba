using Sim.Bench.Forwarding;
using Sim.Runtime.Files;

namespace Sim.Bench.Commit;

/// <summary>A disk that counts what is written to the files of logs.</summary>
internal sealed class CountedFiles(IFileSystem files, LogWrites writes) : ForwardingFiles(files)
{
    public override async ValueTask<IFile> Open(string path, FileOpening opening)
    {
        var file = await base.Open(path, opening);
        return path.EndsWith(".log", StringComparison.Ordinal) ? new CountedFile(file, writes) : file;
    }
}
