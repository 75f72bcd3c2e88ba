using Sim.Simulator.RealWorld;

namespace Sim.Simulator.Tests.RealWorld;

public sealed class ClientContextTests
{
    [Fact]
    public async Task Tasks_started_there_never_run_at_the_same_time_although_what_they_wait_for_does()
    {
        var context = new ClientContext();
        var inside = 0;
        var most = 0;
        var tasks = Enumerable.Range(0, 4).Select(_ => context.Start(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                most = Math.Max(most, ++inside);
                Thread.SpinWait(100);
                inside--;
                await Task.Run(() => Thread.SpinWait(100));
            }
        })).ToArray();

        await Task.WhenAll(tasks);

        Assert.Equal(1, most);
        Assert.True(context.Executed >= 200);
    }

    [Fact]
    public async Task What_was_posted_to_an_abandoned_context_never_runs()
    {
        var context = new ClientContext();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hasGoneOn = false;
        _ = context.Start(async () =>
        {
            waits.SetResult();
            await gate.Task;
            hasGoneOn = true;
        });
        await waits.Task;

        context.Abandon();
        gate.SetResult();
        var executed = context.Executed;
        context.Post(_ => hasGoneOn = true, null);
        await Task.Yield();
        context.Abandon();

        Assert.False(hasGoneOn);
        Assert.Equal(executed, context.Executed);
    }
}
