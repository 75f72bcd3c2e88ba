using Sim.Runtime.Randomness;

namespace Sim.Bench.Switches;

/// <summary>
/// The same program as that of <see cref="SwitchBenchmark"/> the other way to control a schedule: every task is a thread of the operating system, and
/// a baton, one semaphore for each, says which of them runs. This is what a tool has to do that controls threads. The next one is drawn
/// like in a random walk, and nothing is traced.
/// </summary>
internal static class BatonThreads
{
    private const long Switches = 50_000;

    /// <summary>Measures one round.</summary>
    public static SwitchResult Measure(int tasks, int round)
    {
        var stream = new Seed((ulong)round).Stream("schedule");
        var stretch = new Stretch(Switches);
        var batons = Enumerable.Range(0, tasks).Select(_ => new SemaphoreSlim(0)).ToArray();
        var switches = 0L;
        var value = 0L;
        var threads = Enumerable.Range(0, tasks).Select(task => new Thread(() => Work(task))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        batons[0].Release();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        foreach (var baton in batons)
        {
            baton.Dispose();
        }

        return SwitchResult.Of("threads with a baton", tasks, Switches, stretch.Time, stretch.Bytes, stretch.Changes);

        void Work(int task)
        {
            batons[task].Wait();
            while (!stretch.IsOver)
            {
                Pass(task);
                var seen = value;
                Pass(task);
                value = seen + 1;
            }

            // At the end each lets the next one go.
            batons[(task + 1) % tasks].Release();
        }

        void Pass(int task)
        {
            stretch.Visit(task);
            stretch.Reach(++switches);
            if (stretch.IsOver)
            {
                return;
            }

            var next = stream.Below(tasks);
            if (next != task)
            {
                batons[next].Release();
                batons[task].Wait();
            }
        }
    }
}
