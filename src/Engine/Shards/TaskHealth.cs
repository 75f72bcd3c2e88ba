using Sim.Runtime.Files;

namespace Sim.Engine.Shards;

/// <summary>The last error of a background task that no later success has made good.</summary>
internal sealed class TaskHealth
{
    private volatile StorageException? _failure;

    /// <summary>The error; null when the task has succeeded since, or has never failed.</summary>
    public StorageException? Failure => _failure;

    /// <summary>The task has failed, or succeeded.</summary>
    public void Note(StorageException? failure) => _failure = failure;
}
