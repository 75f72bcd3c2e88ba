using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Locks;

namespace Sim.Runtime.Tests.Locks;

/// <summary>Random sequences of calls, each checked against the plainest account of a mutex: a line of tasks, of which the first has it.</summary>
public sealed class AsyncMutexModelTests
{
    private enum Call
    {
        Lock,
        Release,
        ReleaseAgain,
    }

    [Fact]
    public void The_first_in_the_line_has_it_and_nobody_else()
    {
        var call = Gen.Frequency(
            (5, Gen.Constant(Call.Lock)),
            (4, Gen.Constant(Call.Release)),
            (1, Gen.Constant(Call.ReleaseAgain)));
        var calls = Arb.From(
            call.Zip(Gen.Choose(0, 99)).ListOf(),
            sequence => Enumerable.Range(0, sequence.Count).Select(removed => sequence.Where((_, index) => index != removed).ToList()));
        Prop.ForAll(calls, Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static bool Agree(List<(Call Call, int Pick)> calls)
    {
        var runtime = new SteppedRuntime();
        var system = new AsyncMutex(runtime, "mutex");
        var line = new List<Attempt>();
        var released = new List<MutexGuard>();
        var asked = 0;

        foreach (var (call, pick) in calls)
        {
            switch (call)
            {
                case Call.Lock:
                    var name = $"task-{asked++}";
                    runtime.CurrentTask = name;
                    line.Add(new Attempt(name, system.Lock().AsTask()));
                    break;
                case Call.Release when line.Count > 0:
                    var guard = line[0].Guard.Result;
                    guard.Dispose();
                    released.Add(guard);
                    line.RemoveAt(0);
                    break;
                case Call.ReleaseAgain when released.Count > 0:
                    // An old guard has no power over whoever holds the mutex now.
                    Assert.Throws<InvalidOperationException>(released[pick % released.Count].Dispose);
                    break;
                case Call.Release:
                case Call.ReleaseAgain:
                    break;
            }

            runtime.Step();
            var holders = line.Take(1).Select(attempt => attempt.Task);
            if (system.IsHeld != line.Count > 0
                || !system.DescribeHolders().SequenceEqual(holders)
                || line.Where((attempt, place) => attempt.Guard.IsCompletedSuccessfully != (place == 0)).Any())
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Attempt(string Task, Task<MutexGuard> Guard);
}
