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
    private static readonly PointName OpenPoint = new("real-open");
    private static readonly PointName RenamePoint = new("real-rename");
    private static readonly PointName DeletePoint = new("real-delete");
    private static readonly PointName CreatePoint = new("real-create-directory");

    public ValueTask<IFile> Open(string path, FileOpening opening) => opening == FileOpening.Existing
        ? life.Call(null, () => OpenNow(path, opening))
        : Change(OpenPoint, path, () => OpenNow(path, opening));

    public ValueTask<IFileMap> Map(string path) => life.Call<IFileMap>(null, async () => new RealFileMap(await files.Map(Real(path)), path));

    public async ValueTask Rename(string source, string target) => await Change(RenamePoint, target, () => files.Rename(Real(source), Real(target)));

    public async ValueTask DeleteFile(string path) => await Change(DeletePoint, path, () => files.DeleteFile(Real(path)));

    public async ValueTask CreateDirectory(string path) => await Change(CreatePoint, path, () => files.CreateDirectory(Real(path)));

    public async ValueTask DeleteDirectory(string path) => await Change(DeletePoint, path, () => files.DeleteDirectory(Real(path)));

    public ValueTask<IReadOnlyList<string>> List(string path) => life.Call(null, () => files.List(Real(path)));

    public ValueTask<bool> Exists(string path) => life.Call(null, () => files.Exists(Real(path)));

    public ValueTask<IDisposable> Lock(string path) => life.Call(null, async () =>
    {
        var fileLock = await files.Lock(Real(path));
        life.Keep(fileLock);
        return fileLock;
    });

    public async ValueTask FlushDirectory(string path) => await life.Call(
        PointNames.FlushDirectory,
        async () =>
        {
            await files.FlushDirectory(Real(path));
            life.NoteSettled(path);
            return true;
        },
        settles: path);

    private string Real(string path) => path == "/" ? root : root + path;

    private async ValueTask<IFile> OpenNow(string path, FileOpening opening) => new RealFile(life, await files.Open(Real(path), opening), path);

    private ValueTask<bool> Change(PointName point, string path, Func<ValueTask> call) => Change(point, path, async () =>
    {
        await call();
        return true;
    });

    private ValueTask<T> Change<T>(PointName point, string path, Func<ValueTask<T>> call) => life.Call(point, async () =>
    {
        var result = await call();
        life.NoteNameChange(path[..Math.Max(1, path.LastIndexOf('/'))]);
        return result;
    });
}
