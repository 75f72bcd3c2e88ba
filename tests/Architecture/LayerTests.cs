using System.Xml.Linq;

namespace Sim.Architecture.Tests;

public sealed class LayerTests
{
    /// <summary>Which layers each layer may know. References point one way only; a new project says here where it stands.</summary>
    private static readonly Dictionary<string, string[]> Layers = new()
    {
        ["Contracts"] = [],
        ["Runtime"] = [],
        ["Engine"] = ["Contracts", "Runtime"],
        ["Model"] = ["Contracts"],
        ["Simulation"] = ["Runtime"],
        ["Simulation.Coyote"] = ["Runtime", "Simulation"],
        ["Simulator"] = ["Contracts", "Runtime", "Engine", "Model", "Simulation", "Simulation.Coyote"],
    };

    /// <summary>What builds only with a property of its own, because not every package source has what it needs. See README.md.</summary>
    private static readonly string[] Optional = ["Coyote", "CsCheck"];

    [Fact]
    public void References_between_layers_point_one_way_only()
    {
        foreach (var project in Projects("src/"))
        {
            var layer = Path.GetFileNameWithoutExtension(project);
            Assert.True(Layers.TryGetValue(layer, out var known), $"{project} is a layer that no rule knows.");
            Assert.All(References(project), reference =>
                Assert.True(
                    known.Contains(Path.GetFileNameWithoutExtension(reference)) && reference.StartsWith("src/", StringComparison.Ordinal),
                    $"{project} must not know {reference}."));
        }
    }

    [Fact]
    public void A_sample_knows_the_seam_and_the_simulation_alone()
    {
        string[] known = ["src/Runtime/Runtime.csproj", "src/Simulation/Simulation.csproj"];
        foreach (var project in Projects("samples/"))
        {
            Assert.Subset(known.ToHashSet(), References(project).ToHashSet());
        }
    }

    [Fact]
    public void The_model_shares_nothing_with_the_engine_but_the_contracts()
    {
        string[] forbidden = ["Sim.Engine", "Sim.Runtime", "Sim.Simulation", "Sim.Simulator"];
        foreach (var file in Repository.Sources("src/Model"))
        {
            Assert.All(forbidden, name => Assert.DoesNotContain(name, Repository.Read(file), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_simulated_world_knows_nothing_of_vectors()
    {
        string[] forbidden = ["Sim.Contracts", "Sim.Engine", "Sim.Model"];
        foreach (var file in Repository.Sources("src/Simulation", "src/Simulation.Coyote", "tests/Simulation", "tests/Simulation.Coyote", "samples"))
        {
            Assert.All(forbidden, name => Assert.DoesNotContain(name, Repository.Read(file), StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Engine")]
    [InlineData("Model")]
    public void What_runs_under_the_simulator_is_checked_for_banned_symbols(string layer)
    {
        var project = XDocument.Parse(Repository.Read($"src/{layer}/{layer}.csproj"));
        Assert.Equal("true", project.Descendants("UsesRuntimeSeam").SingleOrDefault()?.Value);
    }

    [Fact]
    public void Each_layer_has_its_tests_and_the_solution_has_every_project()
    {
        var solution = Repository.Read("Sim.sln").Replace('\\', '/');
        var optional = Projects("").Where(project => Optional.Any(name => project.Contains(name, StringComparison.Ordinal))).ToArray();
        Assert.All(Projects("").Except(optional), project => Assert.Contains($"\"{project}\"", solution, StringComparison.Ordinal));

        foreach (var project in Projects("src/").Except(optional))
        {
            var layer = Path.GetFileNameWithoutExtension(project);
            Assert.Contains($"tests/{layer}/{layer}.Tests.csproj", Repository.Files);
        }
    }

    private static IEnumerable<string> Projects(string prefix) =>
        Repository.Files.Where(
            file => file.StartsWith(prefix, StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal));

    private static IEnumerable<string> References(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, project))!;
        return XDocument.Parse(Repository.Read(project))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(Path.Combine(folder, reference.Attribute("Include")!.Value.Replace('\\', '/'))))
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'));
    }
}
