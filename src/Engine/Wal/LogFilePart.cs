using Sim.Contracts;

namespace Sim.Engine.Wal;

/// <summary>The beginning of a file of the log, up to the end of a whole record.</summary>
/// <param name="First">The number of the first operation that the file holds or will hold.</param>
/// <param name="Name">The name of the file.</param>
/// <param name="Path">The file.</param>
/// <param name="Length">How many bytes.</param>
internal sealed record LogFilePart(OperationNumber First, string Name, string Path, long Length);
