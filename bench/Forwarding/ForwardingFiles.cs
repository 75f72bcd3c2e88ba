using Sim.Runtime.Files;

namespace Sim.Bench.Forwarding;

/// <summary>A disk that passes every call on to another one; what is derived from it does something else with some.</summary>
/// <param name="files">The other disk.</param>
internal abstract class ForwardingFiles(IFileSystem files) : IFileSystem
{
    public virtual ValueTask<IFile> Open(string path, FileOpening opening) => files.Open(path, opening);

    public ValueTask<IFileMap> Map(string path) => files.Map(path);

    public ValueTask Rename(string source, string target) => files.Rename(source, target);

    public ValueTask DeleteFile(string path) => files.DeleteFile(path);

    public ValueTask CreateDirectory(string path) => files.CreateDirectory(path);

    public ValueTask DeleteDirectory(string path) => files.DeleteDirectory(path);

    public ValueTask<IReadOnlyList<string>> List(string path) => files.List(path);

    public ValueTask<bool> Exists(string path) => files.Exists(path);

    public ValueTask<IDisposable> Lock(string path) => files.Lock(path);

    public virtual ValueTask FlushDirectory(string path) => files.FlushDirectory(path);
}
