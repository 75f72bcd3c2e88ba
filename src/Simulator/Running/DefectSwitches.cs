using Sim.Contracts;
using Sim.Engine.Defects;

namespace Sim.Simulator.Running;

/// <summary>The engine's defect switches by name. The harness only passes them on.</summary>
internal static class DefectSwitches
{
    /// <summary>The names of all switches.</summary>
    public static IReadOnlyList<string> Names { get; } = Enum.GetNames<Defect>();

    /// <summary>The switch of no historic defect, which a soak looks for to prove that it can find anything.</summary>
    public static string Canary => nameof(Defect.Canary);

    /// <summary>The names of the switches that put back what really happened.</summary>
    public static IReadOnlyList<string> Historic { get; } = [.. Names.Where(name => name != nameof(Defect.Canary))];

    /// <summary>True when there is a switch of this name.</summary>
    public static bool Exists(string name) => Names.Contains(name);

    /// <summary>The switches of these names; each must exist.</summary>
    public static DefectSet SetOf(ValueList<string> names) => DefectSet.Of(names.Select(Enum.Parse<Defect>));

    /// <summary>Opens the engine with these switches on; each must exist.</summary>
    public static OpenCollection Open(ValueList<string> names)
    {
        var defects = SetOf(names);
        return (runtime, plan) => EngineCollection.Open(runtime, plan, defects);
    }
}
