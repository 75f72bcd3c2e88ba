using Sim.Runtime.Files;

namespace Sim.Bench.Commit;

/// <summary>A disk that counts what is written to the files of logs.</summary>
internal sealed class CountedFiles(IFileSystem files, LogWrites writes) : IFileSystem
{
    public async ValueTask<IFile> Open(string path, FileOpening opening)
    {
        var file = await files.Open(path, opening);
        return path.EndsWith(".log", StringComparison.Ordinal) ? new CountedFile(file, writes) : file;
    }

    public ValueTask<IFileMap> Map(string path) => files.Map(path);

    public ValueTask Rename(string source, string target) => files.Rename(source, target);

    public ValueTask DeleteFile(string path) => files.DeleteFile(path);

    public ValueTask CreateDirectory(string path) => files.CreateDirectory(path);

    public ValueTask DeleteDirectory(string path) => files.DeleteDirectory(path);

    public ValueTask<IReadOnlyList<string>> List(string path) => files.List(path);

    public ValueTask<bool> Exists(string path) => files.Exists(path);

    public ValueTask<IDisposable> Lock(string path) => files.Lock(path);

    public ValueTask FlushDirectory(string path) => files.FlushDirectory(path);
}
