using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sim.Engine.Invariants;

/// <summary>Assertions that stay on in Release.</summary>
internal static class Invariant
{
    /// <summary>Throws when the condition is false. The message is only built when it is needed.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="invariant">The invariant's name, such as <c>I4</c>.</param>
    /// <param name="message">What was found instead.</param>
    public static void Holds(
        [DoesNotReturnIf(false)] bool condition,
        string invariant,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref InvariantMessage message)
    {
        if (!condition)
        {
            Throw(invariant, message.ToStringAndClear());
        }
    }

    /// <summary>Throws when the condition is false.</summary>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string invariant, string message)
    {
        if (!condition)
        {
            Throw(invariant, message);
        }
    }

    [DoesNotReturn]
    private static void Throw(string invariant, string message) => throw new InvariantException(invariant, message);
}
