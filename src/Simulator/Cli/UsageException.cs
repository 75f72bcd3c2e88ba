using System.Diagnostics.CodeAnalysis;

namespace Sim.Simulator.Cli;

/// <summary>Something on the command line that only shows when it is put together. The message names the option.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It exists only with a message.")]
internal sealed class UsageException(string message) : Exception(message);
