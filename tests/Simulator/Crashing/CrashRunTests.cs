using Sim.Simulator.Cli;

namespace Sim.Simulator.Tests.Crashing;

public sealed class CrashRunTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-").FullName;
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Killed_processes_lose_nothing_and_leave_nothing_behind()
    {
        Assert.Equal(ExitCodes.Clean, Run("crash", "--kills", "3", "--clients", "2", "--dir", _directory));

        Assert.Matches(@"(?m)^kills +3$", _output.ToString());
        Assert.Contains("nothing found", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_a_message()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");

        Assert.Equal(ExitCodes.BadUsage, Run("crash", "--kills", "1", "--dir", Path.Combine(file, "below")));

        Assert.Contains("--dir: '", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    private int Run(params string[] arguments) =>
        SimCommand.Run(arguments, new SimConsole(_output, _error, isTerminal: false), _ => null, CancellationToken.None);
}
