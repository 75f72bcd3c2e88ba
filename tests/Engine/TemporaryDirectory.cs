namespace Sim.Engine.Tests;

/// <summary>A directory of its own on the real disk, deleted at the end of the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sim-engine-");

    public string Path => _directory.FullName.Replace('\\', '/');

    public void Dispose() => _directory.Delete(recursive: true);
}
