using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// An object in a table is freed when its last user leaves. A task finds it in the table and then counts itself as a user; the last one may
/// have left in between. The fixed version counts only what is not zero.
/// </summary>
public sealed class ReferenceCount : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "reference_count";

    /// <inheritdoc/>
    public string Source => "McKenney, Overview of Linux-kernel reference counting (2007)";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var isInTable = new SharedVariable<bool>(runtime, "is-in-table", true);
        var users = new SharedVariable<int>(runtime, "users", 1);
        var isFreed = new SharedVariable<bool>(runtime, "is-freed", false);
        return Task.WhenAll(runtime.Start("remove", Remove), runtime.Start("find", Find));

        async Task Remove()
        {
            await isInTable.Write(false);
            await Leave();
        }

        async Task Find()
        {
            if (await isInTable.Read() && await Join())
            {
                Claim.Holds(!await isFreed.Read(), "a user's object is not freed");
                await Leave();
            }
        }

        async Task<bool> Join()
        {
            if (!isFixed)
            {
                await users.Update(static count => count + 1);
                return true;
            }

            return await users.Update(static count => count == 0 ? 0 : count + 1) > 0;
        }

        async Task Leave()
        {
            if (await users.Update(static count => count - 1) == 0)
            {
                await isFreed.Write(true);
            }
        }
    }
}
