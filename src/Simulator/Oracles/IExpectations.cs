using Sim.Contracts.Results;
using Sim.Model;

namespace Sim.Simulator.Oracles;

/// <summary>
/// Is told what the oracles expect of the calls that they make, for who writes a run down. Of a read that overlaps no operation nothing is said: it must be the model's.
/// Each member is called by the task that makes the call, before or after it as said.
/// </summary>
internal interface IExpectations
{
    /// <summary>An operation is about to be sent, and must be answered so; null when that cannot be said yet.</summary>
    void Sends(UpdateStatus? expected);

    /// <summary>A read has ended that overlaps operations: returns who is to be told, as soon as it is known, which moments it may show.</summary>
    Action<ReadWindow> ReadBeside();

    /// <summary>The last read has shown a whole collection, opened again or restored: by shard, the states that are right.</summary>
    void Shows(IReadOnlyList<IReadOnlyList<ModelState>> rightByShard);

    /// <summary>The restored collection that was asked for need not be there.</summary>
    void MayBeMissing();

    /// <summary>The last read was wrong; what is read from now on only says more about that.</summary>
    void Failed();
}
