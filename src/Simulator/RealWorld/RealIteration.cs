using System.Globalization;
using Sim.Contracts;
using Sim.Simulation;
using Sim.Simulator.Covering;
using Sim.Simulator.Oracles;
using Sim.Simulator.Running;
using Sim.Simulator.Workload;

namespace Sim.Simulator.RealWorld;

/// <summary>
/// Runs one plan in the operating system's world: the same client and the same oracles as in the simulated one, on real threads and a real disk.
/// <para>
/// Each promise of the oracles holds here as it does there, because none of them speaks of time: what a read may see is bounded by questions and answers, and these are put in one order by
/// <see cref="ClientContext"/>. Kills are those of the plan, at moments counted in scheduling points as they happen to come; each leaves what the kernel was given, and never less. The faults of the disk are left out, and so is
/// what looks for a deadlock: instead, a client that gets no answer for two minutes is a failure.
/// </para>
/// </summary>
internal static class RealIteration
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end or its first failure, in a directory of its own, which is removed.</summary>
    /// <param name="request">What is run; of the simulated world's its strategy and its faults mean nothing here.</param>
    /// <param name="directory">Where that directory is made.</param>
    public static RealResult Run(IterationRequest request, string directory)
    {
        var root = Directory.CreateDirectory(Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"sim-os-{Environment.ProcessId}-{request.Seed}"))).FullName;
        try
        {
            return Task.Run(() => RunBelow(root, request)).GetAwaiter().GetResult();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<RealResult> RunBelow(string root, IterationRequest request)
    {
        var coverage = new Coverage();
        var acknowledged = new List<int>();
        var world = new RealClientWorld(request.Seed, root.Replace('\\', '/'), coverage);
        var plan = Legal(request.Plan);
        var client = new Client(
            world,
            request with { Plan = plan, Open = (runtime, opened) => RealCollection.Open(() => request.Open(runtime, opened)), StepEnds = acknowledged.Add },
            coverage);
        Failure? failure = null;
        while (failure is null && !client.IsFinished)
        {
            var life = world.Begin(client.NextRecoveryKill);
            failure = await Live(life, client);
            await life.Abandon();
            if (failure is null && !client.IsFinished)
            {
                client.Killed(life.End.IsCompleted && life.End.Result.KilledBefore is { } point ? new KillPoint("a task", point, 1) : null);
                failure = await world.CheckFiles(Phase.AfterCrash);
            }
        }

        return new RealResult(failure, client.Counts, coverage, plan with { Steps = ValueList.From(plan.Steps.Take(client.StepsBegun)) }, ValueList.From(acknowledged));
    }

    private static async Task<Failure?> Live(RealIncarnation life, Client client)
    {
        var root = life.StartClient(Client.TaskName, client.Live);
        while (true)
        {
            var executed = life.Clients.Executed;
            await Task.WhenAny(root, life.End, Task.Delay(Patience));
            if (life.End.IsCompleted)
            {
                return life.End.Result is { Failure: { } exception, Task: var task } ? Iteration.Describe(exception, task, client.Phase) : null;
            }

            if (root.IsCompleted)
            {
                await root;
                return null;
            }

            if (life.Clients.Executed == executed)
            {
                return new Failure(
                    new FailureSignature(OracleNames.Livelock, "no answer", client.Phase),
                    string.Create(CultureInfo.InvariantCulture, $"the clients had no answer for {Patience.TotalSeconds} s: a deadlock, or work that does not end"));
            }
        }
    }

    // What is left by every kill here, whatever the plan says.
    private static Plan Legal(Plan plan) => plan.Change(step => step is not KillStep kill ? step : kill with
    {
        Crash = kill.Crash with { Mode = CrashMode.KeepCache },
        Recoveries = ValueList.From(kill.Recoveries.Select(recovery => recovery with { Crash = recovery.Crash with { Mode = CrashMode.KeepCache } })),
    });
}
