namespace Sim.Architecture.Tests;

public sealed class FrontDoorTests
{
    [Fact]
    public void Continuous_integration_runs_the_test_command_of_the_readme()
    {
        var command = Repository.Lines("README.md").Single(line => line.StartsWith("dotnet test ", StringComparison.Ordinal));
        Assert.Contains(command, Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_readme_gives_the_command_of_the_main_job()
    {
        Assert.Contains(
            "dotnet run -c Release --project src/Simulator -- soak --seeds 1..200", Repository.Lines("README.md"));
    }

    [Fact]
    public void Every_folder_that_the_readme_lists_is_there()
    {
        var listed = Repository.Lines("README.md")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("/` |", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .ToArray();
        Assert.NotEmpty(listed);
        Assert.All(listed, folder => Assert.True(Directory.Exists(Path.Combine(Repository.Root, folder)), $"There is no {folder}."));
    }
}
