using Sim.Bench.Primitives;
using Sim.Runtime;
using Sim.Runtime.Locks;

namespace Sim.Bench.Programs;

/// <summary>
/// A sorted list with a lock on each node. A task walks to its place without locks, locks the node there and changes it, without looking
/// whether that node is still in the list.
/// </summary>
public sealed class LazyListSet : IBenchProgram
{
    private const int Head = 0;
    private const int Middle = 1;
    private const int Tail = 2;
    private const int Added = 3;

    /// <inheritdoc/>
    public string Name => "lazy_list_set";

    /// <inheritdoc/>
    public string Source => "Heller and others, A lazy concurrent list-based set algorithm (2005), without the validation";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public async Task Run(IRuntime runtime, bool isFixed)
    {
        var locks = Enumerable.Range(0, 4).Select(node => new AsyncMutex(runtime, $"node-{node}")).ToArray();
        var successors = new SharedArray<int>(runtime, "successor", 4, Tail);
        var isRemoved = new SharedArray<bool>(runtime, "is-removed", 4, false);
        await successors[Head].Write(Middle);
        await Task.WhenAll(runtime.Start("remove", Remove), runtime.Start("add", Add));

        var found = successors[Head].FinalValue;
        Claim.Holds(found == Added, "the list has what was added and lacks what was removed");

        async Task Remove()
        {
            using (await locks[Head].Lock())
            using (await locks[Middle].Lock())
            {
                await isRemoved[Middle].Write(true);
                await successors[Head].Write(await successors[Middle].Read());
            }
        }

        async Task Add()
        {
            while (true)
            {
                var before = await successors[Head].Read() == Middle ? Middle : Head;
                using (await locks[before].Lock())
                {
                    var after = await successors[before].Read();
                    if (isFixed && (await isRemoved[before].Read() || after != Tail))
                    {
                        continue;
                    }

                    await successors[Added].Write(after);
                    await successors[before].Write(Added);
                    return;
                }
            }
        }
    }
}
