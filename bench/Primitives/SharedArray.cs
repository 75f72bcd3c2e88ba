using Sim.Runtime;

namespace Sim.Bench.Primitives;

/// <summary>An array that tasks share; each element is a variable of its own.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public sealed class SharedArray<T>(IRuntime runtime, string name, int length, T initial)
{
    private readonly SharedVariable<T>[] _elements =
        [.. Enumerable.Range(0, length).Select(index => new SharedVariable<T>(runtime, $"{name}[{index}]", initial))];

    /// <summary>How many elements there are.</summary>
    public int Length => _elements.Length;

    /// <summary>The values, read without scheduling points: for the checks at the end.</summary>
    public IEnumerable<T> FinalValues => _elements.Select(element => element.FinalValue);

    /// <summary>An element.</summary>
    public SharedVariable<T> this[int index] => _elements[index];
}
