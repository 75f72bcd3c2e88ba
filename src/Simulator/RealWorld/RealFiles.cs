using Sim.Runtime.Files;
using Sim.Runtime.Scheduling;
using Sim.Simulation;

namespace Sim.Simulator.RealWorld;

/// <summary>The real disk below a directory, as a program that may be killed sees it. Errors name the real path.</summary>
/// <param name="life">The life that it belongs to.</param>
/// <param name="files">The real disk.</param>
/// <param name="root">The directory.</param>
internal sealed class RealFiles(RealIncarnation life, IFileSystem files, string root) : IFileSystem
{
    public ValueTask<IFile> Open(string path, FileOpening opening) =>
        life.Call(opening == FileOpening.Existing ? null : PointNames.OpenFile, () => OpenNow(path, opening));

    public ValueTask<IFileMap> Map(string path) => life.Call<IFileMap>(null, async () => new RealFileMap(await files.Map(Real(path)), path));

    public ValueTask Rename(string source, string target) => Change(PointNames.RenameFile, target, () => files.Rename(Real(source), Real(target)));

    public ValueTask DeleteFile(string path) => Change(PointNames.DeleteFile, path, () => files.DeleteFile(Real(path)));

    public ValueTask CreateDirectory(string path) => Change(PointNames.CreateDirectory, path, () => files.CreateDirectory(Real(path)));

    public ValueTask DeleteDirectory(string path) => Change(PointNames.DeleteDirectory, path, () => files.DeleteDirectory(Real(path)));

    public ValueTask<IReadOnlyList<string>> List(string path) => life.Call(null, () => files.List(Real(path)));

    public ValueTask<bool> Exists(string path) => life.Call(null, () => files.Exists(Real(path)));

    public ValueTask<IDisposable> Lock(string path) => life.Call(null, async () =>
    {
        var fileLock = await files.Lock(Real(path));
        life.Keep(fileLock);
        return fileLock;
    });

    public ValueTask FlushDirectory(string path) => life.Call(
        PointNames.FlushDirectory,
        async () =>
        {
            await files.FlushDirectory(Real(path));
            life.NoteSettled(path);
        },
        settles: path);

    private static string ParentOf(string path) => path[..Math.Max(1, path.LastIndexOf('/'))];

    private string Real(string path) => path == "/" ? root : root + path;

    private async ValueTask<IFile> OpenNow(string path, FileOpening opening)
    {
        var file = new RealFile(life, await files.Open(Real(path), opening), path);
        if (opening != FileOpening.Existing)
        {
            life.NoteNameChange(ParentOf(path));
        }

        return file;
    }

    private ValueTask Change(PointName point, string path, Func<ValueTask> call) => life.Call(point, async () =>
    {
        await call();
        life.NoteNameChange(ParentOf(path));
    });
}
