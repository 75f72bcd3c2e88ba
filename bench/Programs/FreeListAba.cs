using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// A lock-free free list: a node is popped by swapping the head for the node's successor. While one task holds head and successor in hand,
/// another pops both and pushes the first back; the swap then succeeds and hands out a node that is in use. The fixed head counts its changes.
/// </summary>
public sealed class FreeListAba : IBenchProgram
{
    private const int Nodes = 3;

    /// <inheritdoc/>
    public string Name => "free_list_aba";

    /// <inheritdoc/>
    public string Source => "Treiber, Coping with parallelism (1986); the ABA problem as in the IBM System/370 manual";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var head = new SharedVariable<Head>(runtime, "head", new Head(0, 0));
        var successors = new SharedArray<int>(runtime, "successor", Nodes, -1);
        var isInUse = new bool[Nodes];
        return Work();

        async Task Work()
        {
            for (var node = 0; node < Nodes - 1; node++)
            {
                await successors[node].Write(node + 1);
            }

            await Task.WhenAll(runtime.Start("first", UseOne), runtime.Start("second", UseTwo));
        }

        async Task UseOne()
        {
            await Pop();
            await Pop();
        }

        async Task UseTwo()
        {
            var node = await Pop();
            await Pop();
            if (node >= 0)
            {
                await Push(node);
            }
        }

        async Task<int> Pop()
        {
            while (true)
            {
                var seen = await head.Read();
                if (seen.Node < 0)
                {
                    return -1;
                }

                var successor = await successors[seen.Node].Read();
                if (await head.CompareExchange(seen, Next(seen, successor)))
                {
                    Claim.Holds(!isInUse[seen.Node], "a node is handed out once");
                    isInUse[seen.Node] = true;
                    return seen.Node;
                }
            }
        }

        async Task Push(int node)
        {
            while (true)
            {
                var seen = await head.Read();
                await successors[node].Write(seen.Node);
                if (await head.CompareExchange(seen, Next(seen, node)))
                {
                    // Still the step of the swap: nobody has been able to pop the node in between.
                    isInUse[node] = false;
                    return;
                }
            }
        }

        Head Next(Head seen, int node) => new(node, isFixed ? seen.Changes + 1 : 0);
    }

    private readonly record struct Head(int Node, int Changes);
}
