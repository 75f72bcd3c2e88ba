namespace Sim.Engine;

/// <summary>
/// When the operations of a collection become durable: what is left of those that were answered if the machine fails at the worst moment. In
/// every mode a shard keeps its operations up to some number and none after it, <see cref="Collection.Flush"/> makes everything
/// that was applied durable, and so does <see cref="Collection.Close"/>.
/// </summary>
public enum Durability
{
    /// <summary>
    /// Operations that are waited for are durable before they are applied, and so before they are answered and before anybody can read them. Those
    /// that wait at the same time share one flush of the log; <see cref="CollectionOptions.CommitWindow"/> says how long the flush may be put
    /// off for more to come. Operations that are not waited for are durable with a later one that is, or with the next background flush.
    /// </summary>
    GroupCommit = 0,

    /// <summary>Every operation is durable before it is answered, also one that is not waited for.</summary>
    EveryOperation = 1,

    /// <summary>
    /// No operation waits for the disk: each is durable with the next background flush, after <see cref="CollectionOptions.FlushInterval"/> at the
    /// latest if the disk keeps up. One that is waited for has been applied when it is answered.
    /// </summary>
    Background = 2,
}
