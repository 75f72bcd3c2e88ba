using System.Diagnostics;
using Sim.Runtime.Randomness;

namespace Sim.Bench;

/// <summary>
/// The same program as that of <see cref="SwitchBenchmark"/> the other way to control a schedule: every task is a thread of the operating system, and
/// a baton, one semaphore for each, says which of them runs. This is what a tool has to do that controls threads; in elapsed time, because a
/// switch is spent in the kernel, waiting.
/// </summary>
public static class BatonThreads
{
    private const int Switches = 100_000;
    private const int Rounds = 3;

    /// <summary>Measures a random walk over so many threads; the best of several rounds.</summary>
    public static SwitchResult Measure(int tasks)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            best = Math.Min(best, RunRound(tasks, new Seed((ulong)round).Stream("schedule")));
        }

        return new SwitchResult("threads", false, tasks, Switches / best, best * 1e9 / Switches, 0);
    }

    private static double RunRound(int tasks, RandomStream stream)
    {
        var batons = Enumerable.Range(0, tasks).Select(_ => new SemaphoreSlim(0)).ToArray();
        var left = Switches;
        var value = 0L;
        var threads = Enumerable.Range(0, tasks).Select(task => new Thread(() => Work(task))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        var started = Stopwatch.GetTimestamp();
        batons[0].Release();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var baton in batons)
        {
            baton.Dispose();
        }

        return seconds;

        void Work(int task)
        {
            batons[task].Wait();
            while (left > 0)
            {
                Pass(task);
                var seen = value;
                Pass(task);
                value = seen + 1;
            }

            // At the end each lets the next one go.
            if (task + 1 < tasks)
            {
                batons[task + 1].Release();
            }
            else if (task > 0)
            {
                batons[0].Release();
            }
        }

        void Pass(int task)
        {
            if (--left <= 0)
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
