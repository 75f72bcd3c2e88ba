using FsCheck;
using FsCheck.Fluent;
using Sim.Runtime.Locks;

namespace Sim.Runtime.Tests.Locks;

/// <summary>
/// Random sequences of calls, each checked against the rule of admission written down a second time, as plainly as possible.
/// </summary>
public sealed class AsyncReaderWriterLockModelTests
{
    private enum Call
    {
        Read,
        Write,
        UpgradableRead,
        Upgrade,
        Release,
    }

    [Fact]
    public void Whoever_is_admitted_after_each_call_is_who_the_rule_admits()
    {
        var call = Gen.Frequency(
            (4, Gen.Constant(Call.Read)),
            (2, Gen.Constant(Call.Write)),
            (3, Gen.Constant(Call.UpgradableRead)),
            (3, Gen.Constant(Call.Upgrade)),
            (9, Gen.Constant(Call.Release)));
        var calls = Arb.From(
            call.Zip(Gen.Choose(0, 99)).ListOf(),
            sequence => Enumerable.Range(0, sequence.Count).Select(removed => sequence.Where((_, index) => index != removed).ToList()));
        Prop.ForAll(calls, Agree).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));
    }

    private static bool Agree(List<(Call Call, int Pick)> calls)
    {
        var runtime = new SteppedRuntime();
        var system = new AsyncReaderWriterLock(runtime, "lock");
        var rule = new AdmissionRule();
        var attempts = new List<Attempt>();

        foreach (var (call, pick) in calls)
        {
            switch (call)
            {
                case Call.Read:
                    Ask(AdmissionRule.Mode.Read, system.Read().AsTask());
                    break;
                case Call.Write:
                    Ask(AdmissionRule.Mode.Write, system.Write().AsTask());
                    break;
                case Call.UpgradableRead:
                    Ask(AdmissionRule.Mode.UpgradableRead, system.UpgradableRead().AsTask());
                    break;
                case Call.Upgrade:
                    var owner = attempts.Find(a => a.IsHeld && a.Request.Mode == AdmissionRule.Mode.UpgradableRead);
                    if (owner is not null && !attempts.Exists(a => a.Request.Mode == AdmissionRule.Mode.Upgrade && !a.IsReleased))
                    {
                        Ask(AdmissionRule.Mode.Upgrade, ((Task<UpgradableGuard>)owner.Task).Result.Upgrade().AsTask());
                    }

                    break;
                case Call.Release:
                    // An upgradable hold is not released before its upgrade: that is refused, and has a test of its own.
                    var held = attempts.Where(a => a.IsHeld && !IsBeingUpgraded(a)).ToArray();
                    if (held.Length > 0)
                    {
                        var released = held[pick % held.Length];
                        released.Release();
                        rule.Release(released.Request);
                    }

                    break;
            }

            runtime.Step();
            if (attempts.Exists(a => a.Task.IsCompletedSuccessfully != a.Request.IsAdmitted))
            {
                return false;
            }
        }

        return system.IsWriteHeld == attempts.Exists(
            a => a.IsHeld && a.Request.Mode is AdmissionRule.Mode.Write or AdmissionRule.Mode.Upgrade);

        void Ask(AdmissionRule.Mode mode, Task task) => attempts.Add(new Attempt(rule.Ask(mode), task));

        bool IsBeingUpgraded(Attempt attempt) =>
            attempt.Request.Mode == AdmissionRule.Mode.UpgradableRead
            && attempts.Exists(a => a.Request.Mode == AdmissionRule.Mode.Upgrade && !a.IsReleased);
    }

    private sealed record Attempt(AdmissionRule.Request Request, Task Task)
    {
        internal bool IsReleased { get; private set; }

        internal bool IsHeld => Request.IsAdmitted && !IsReleased;

        internal void Release()
        {
            IsReleased = true;
            switch (Task)
            {
                case Task<ReadGuard> task:
                    task.Result.Dispose();
                    break;
                case Task<WriteGuard> task:
                    task.Result.Dispose();
                    break;
                case Task<UpgradableGuard> task:
                    task.Result.Dispose();
                    break;
                default:
                    throw new InvalidOperationException("An attempt without a guard.");
            }
        }
    }

    /// <summary>
    /// A request is admitted when it agrees with everybody who holds the lock, no writer asked before it and still waits, and no upgrade
    /// waits; an upgrade when no plain reader is left.
    /// </summary>
    private sealed class AdmissionRule
    {
        private readonly List<Request> _requests = [];

        internal enum Mode
        {
            Read,
            UpgradableRead,
            Write,
            Upgrade,
        }

        internal Request Ask(Mode mode)
        {
            var request = new Request(mode);
            _requests.Add(request);
            Settle();
            return request;
        }

        internal void Release(Request request)
        {
            _requests.Remove(request);
            Settle();
        }

        private static bool Agree(Mode left, Mode right) =>
            (left == Mode.Read && right is Mode.Read or Mode.UpgradableRead) || (left == Mode.UpgradableRead && right == Mode.Read);

        private void Settle()
        {
            while (_requests.Find(MayEnter) is { } next)
            {
                next.IsAdmitted = true;
            }
        }

        private bool MayEnter(Request request)
        {
            if (request.IsAdmitted)
            {
                return false;
            }

            var holders = _requests.Where(r => r.IsAdmitted);
            if (request.Mode == Mode.Upgrade)
            {
                return holders.All(r => r.Mode == Mode.UpgradableRead);
            }

            var earlier = _requests.TakeWhile(r => r != request).Where(r => !r.IsAdmitted);
            return holders.All(r => Agree(request.Mode, r.Mode))
                && !earlier.Any(r => r.Mode == Mode.Write)
                && !_requests.Exists(r => r.Mode == Mode.Upgrade && !r.IsAdmitted);
        }

        internal sealed class Request(Mode mode)
        {
            internal Mode Mode { get; } = mode;

            internal bool IsAdmitted { get; set; }
        }
    }
}
