using Sim.Bench.Primitives;
using Sim.Runtime;

namespace Sim.Bench.Programs;

/// <summary>
/// A driver that is stopped while a request comes in. The request looks whether the driver is stopping before it counts itself as pending,
/// so the stop may see nobody pending.
/// </summary>
public sealed class BluetoothDriver : IBenchProgram
{
    /// <inheritdoc/>
    public string Name => "bluetooth_driver";

    /// <inheritdoc/>
    public string Source => "Qadeer and Wu, KISS (2004); SCTBench, CS/bluetooth_driver_bad";

    /// <inheritdoc/>
    public int Tasks => 2;

    /// <inheritdoc/>
    public Task Run(IRuntime runtime, bool isFixed)
    {
        var pending = new SharedVariable<int>(runtime, "pending", 1);
        var isStopping = new SharedVariable<bool>(runtime, "is-stopping", false);
        var isIdle = new SharedVariable<bool>(runtime, "is-idle", false);
        var isStopped = new SharedVariable<bool>(runtime, "is-stopped", false);
        return Task.WhenAll(runtime.Start("request", Request), runtime.Start("stop", Stop));

        async Task Request()
        {
            if (await Enter())
            {
                Claim.Holds(!await isStopped.Read(), "a stopped driver serves no request");
                await Leave();
            }
        }

        async Task Stop()
        {
            await isStopping.Write(true);
            await Leave();
            await isIdle.WaitUntil(static isSet => isSet);
            await isStopped.Write(true);
        }

        async Task<bool> Enter()
        {
            if (isFixed)
            {
                await pending.Update(static count => count + 1);
                if (!await isStopping.Read())
                {
                    return true;
                }

                await Leave();
                return false;
            }

            if (await isStopping.Read())
            {
                return false;
            }

            await pending.Update(static count => count + 1);
            return true;
        }

        async Task Leave()
        {
            if (await pending.Update(static count => count - 1) == 0)
            {
                await isIdle.Write(true);
            }
        }
    }
}
