using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Runtime.Randomness;
using Sim.Runtime.Scheduling;
using Sim.Simulation;

namespace Sim.Simulator.Workload;

/// <summary>
/// Writes the plan of a seed. Every concern draws from a named stream of its own, so that turning one off or changing its odds leaves
/// the others as they were: the same seed with another profile's kills does the same operations on the same data.
/// </summary>
internal static class PlanGenerator
{
    // All delays and intervals are multiples of this. Virtual time advances only when every task waits, so the background work meets
    // the client only where their timers are due at the same moment: a coarse grid makes that the rule instead of the exception.
    internal const int TimeUnitMilliseconds = 10;

    private static readonly RarePath[] AnytimePaths = [.. EnginePaths.All.Except(EnginePaths.OfOpening)];

    // Most segments that operations write into are soon made into others; in some seeds they are left alone, so that they go through many flushes, crashes and openings.
    private static readonly int[] SoonIndexed = [2, 4, 8, 16];
    private static readonly int[] LateIndexed = [16, 64, 1_000];

    /// <summary>The plan of this seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="profile">Sizes and odds.</param>
    /// <param name="actionCount">How many operations and reads to write, or null to draw it from the profile.</param>
    /// <param name="shardCount">How many shards there are, or null to draw it.</param>
    public static Plan Generate(Seed seed, Profile profile, int? actionCount = null, int? shardCount = null)
    {
        var shape = seed.Stream("shape");
        var schema = Schema(shape, shardCount);
        var durability = new DurabilitySource(seed.Stream("durability"));
        var upkeep = seed.Stream("upkeep");
        var thresholds = upkeep.Chance(1, 4) ? LateIndexed : SoonIndexed;
        var options = Options(shape) with
        {
            IndexingThreshold = upkeep.Pick(thresholds),
            Durability = durability.Mode(),
            CommitWindowMilliseconds = durability.Window(),
            VacuumDeletedPercent = upkeep.Pick([10, 30, 60, 90]),
            VacuumMinPoints = upkeep.Pick([4, 16, 1_000, 1_000]),
            CompactionMinRecords = upkeep.Pick([16, 64, 4_096, 4_096]),
        };

        var data = new DataPool(schema, profile.IdPoolMax, seed.Stream("data"));
        var operations = new OperationSource(data, options.UpdateChunk, profile.Invalid, seed.Stream("workload"));
        var reads = new ReadSource(new QuerySource(data, profile.Invalid, seed.Stream("queries")), seed.Stream("reads"));
        var kinds = seed.Stream("kinds");
        var timing = new TimingSource(profile, seed.Stream("timing"), durability, thresholds);
        var faults = new FaultSource(profile, seed.Stream("faults"));
        var snapshots = seed.Stream("snapshots");
        var snapshotOdds = profile.Snapshot with { Wins = profile.Snapshot.Wins * snapshots.Pick([0, 1, 1, 6]) };
        var clients = seed.Stream("clients");
        var bursts = new BurstSource(data, operations, reads, clients);
        var burstOdds = profile.Burst with { Wins = profile.Burst.Wins * clients.Pick([0, 1, 1, 3]) };
        var settleOdds = profile.Settle with { Wins = profile.Settle.Wins * upkeep.Pick([0, 1, 4, 40]) };
        var phases = seed.Stream("phases");
        var mix = Mix.Draw(kinds);

        var total = actionCount ?? ActionCount(seed, profile);
        var steps = new List<PlanStep>(total * 2);
        faults.AddFirst(steps);
        if (kinds.Chance(1, 2))
        {
            steps.Add(new UpdateStep(operations.Fill(), Wait: true));
        }

        for (var i = 0; i < total; i++)
        {
            if (profile.Phase.Draw(phases))
            {
                operations.Redraw();
                reads.Redraw(phases);
                mix = Mix.Draw(phases);
                data.Focus = data.SomeIds(phases, phases.Pick([0, 0, 0, 1, 4]));
            }

            if (burstOdds.Draw(clients))
            {
                var burst = bursts.Next();
                steps.Add(burst);
                i += burst.Clients.Sum(client => client.Steps.Count) - 1;
            }
            else if (kinds.Chance(mix.ReadsOutOfEight, 8))
            {
                steps.Add(reads.Next(kinds));
            }
            else
            {
                steps.Add(new UpdateStep(operations.Next(), Wait: !kinds.Chance(mix.WaitlessOutOfEight, 8))
                {
                    Turn = kinds.Below(1000),
                    ReadsBeside = kinds.Chance(mix.BesideOutOfEight, 8) ? kinds.Between(1, 4) : 0,
                });
            }

            if (snapshotOdds.Draw(snapshots))
            {
                steps.Add(new SnapshotStep(Wait: snapshots.Chance(1, 4)));
            }

            if (settleOdds.Draw(upkeep))
            {
                steps.Add(new SettleStep());
                if (upkeep.Chance(1, 3))
                {
                    // What is closed when nothing is left to do must be tidy.
                    steps.Add(new RestartStep());
                }
            }

            timing.AddPause(steps);
            faults.AddFault(steps);
        }

        // The end of every plan looks at what the background work and a last crash leave behind.
        steps.Add(new DelayStep(20 * TimeUnitMilliseconds));
        steps.Add(new RestartStep());
        if (profile.Kill.Wins > 0)
        {
            steps.Add(new KillStep(new KillAfterSteps(0), faults.Crash(), []));
        }

        return new Plan(schema, options, ValueList.From(steps));
    }

    /// <summary>How many operations and reads the profile gives this seed.</summary>
    public static int ActionCount(Seed seed, Profile profile) => seed.Stream("size").Between(profile.ActionsMin, profile.ActionsMax);

    private static CollectionSchema Schema(RandomStream random, int? shardCount)
    {
        var vectors = new VectorSchema[random.Between(1, 3)];
        for (var i = 0; i < vectors.Length; i++)
        {
            var distance = random.Pick([Distance.Dot, Distance.Cosine, Distance.Euclid, Distance.Manhattan]);
            vectors[i] = new VectorSchema($"v{i + 1}", DataPool.Dimension(random), distance);
        }

        var drawn = random.Between(1, 3);
        return new CollectionSchema(ValueList.From(vectors), shardCount ?? drawn);
    }

    private static PlanOptions Options(RandomStream random) => new(
        FlushIntervalMilliseconds: TimeUnitMilliseconds * random.Pick([1, 2, 3, 5]),
        IndexingThreshold: SoonIndexed[0],
        MaxSegments: random.Pick([1, 2, 3, 5]),
        WalSegmentBytes: random.Pick([64, 256, 1024, 8192, 65536]),
        UpdateChunk: random.Pick([1, 2, 3, 5, 8]),
        QueueCapacity: random.Pick([1, 2, 8, 64]),
        StepMicroseconds: random.Pick([0, 0, 20, 200]))
    {
        // Graphs so poor that a search has to find its way, over segments so small that ordinary plans build them.
        HnswThreshold = random.Pick([1, 2, 4, 8, 10_000]),
        HnswLinks = random.Pick([2, 2, 3, 4, 16]),
        HnswBuildWidth = random.Pick([1, 4, 16, 128]),
    };

    /// <summary>How often, of eight times, a step is a read, an operation is not waited for, and others read beside an operation.</summary>
    private readonly record struct Mix(int ReadsOutOfEight, int WaitlessOutOfEight, int BesideOutOfEight)
    {
        public static Mix Draw(RandomStream random) => new(random.Below(4), random.Pick([0, 0, 1, 4]), random.Pick([0, 0, 2, 6]));
    }

    private sealed class TimingSource
    {
        private readonly Profile _profile;
        private readonly RandomStream _random;
        private readonly DurabilitySource _durability;
        private readonly int[] _thresholds;
        private readonly int _longest;
        private readonly Odds _reconfigure;

        public TimingSource(Profile profile, RandomStream random, DurabilitySource durability, int[] thresholds)
        {
            _thresholds = thresholds;
            _durability = durability;
            _profile = profile;
            _random = random;
            _longest = random.Pick([1, 3, 8]);

            // Each cuts short what the optimizer is at.
            _reconfigure = profile.Reconfigure with { Wins = profile.Reconfigure.Wins * random.Pick([1, 1, 1, 6]) };
        }

        public void AddPause(List<PlanStep> steps)
        {
            if (_profile.Delay.Draw(_random))
            {
                steps.Add(new DelayStep(TimeUnitMilliseconds * _random.Between(1, _longest)));
            }

            if (_profile.Flush.Draw(_random))
            {
                steps.Add(new FlushStep(Wait: _random.Chance(1, 3)));
            }

            if (_reconfigure.Draw(_random))
            {
                steps.Add(new ReconfigureStep(
                    TimeUnitMilliseconds * _random.Pick([1, 2, 3, 5]), _random.Pick(_thresholds), _random.Pick([1, 2, 3, 5]))
                {
                    Durability = _durability.Mode(),
                    CommitWindowMilliseconds = _durability.Window(),
                });
            }
        }
    }

    private sealed class FaultSource
    {
        private readonly Profile _profile;
        private readonly RandomStream _random;
        private readonly int _killWithin;
        private readonly Odds _kill;
        private KillStep? _after;

        public FaultSource(Profile profile, RandomStream random)
        {
            _profile = profile;
            _random = random;
            _killWithin = random.Pick([40, 200, 800]);

            // Some histories are long; some end again and again before they have become so.
            _kill = profile.Kill with { Wins = profile.Kill.Wins * random.Pick([1, 1, 2, 4]) };
        }

        /// <summary>
        /// A kill that may fall into the first opening, and others into the next openings: nothing is cheaper, and nothing that was never settled is older.
        /// </summary>
        public void AddFirst(List<PlanStep> steps)
        {
            var kill = Kill(60, _random.Between(1, 6), isOpening: true);
            if (_profile.Kill.Wins > 0)
            {
                Add(steps, kill);
            }
        }

        // The draws do not depend on the odds, so that a profile without kills keeps the restarts of the one with them.
        public void AddFault(List<PlanStep> steps)
        {
            var isKill = _kill.Draw(_random);
            var isRestart = _profile.Restart.Draw(_random);

            // An opening is short, and each that is cut off leaves the next one more that is half done.
            var kill = Kill(_killWithin, _random.Pick([0, 0, 0, 0, 0, 1, 2, 5]));
            if (_after is { } after)
            {
                _after = null;
                steps.Add(after);
            }
            else if (isKill)
            {
                Add(steps, kill);
            }
            else if (isRestart)
            {
                steps.Add(new RestartStep());
            }
        }

        public CrashRule Crash()
        {
            var seed = _random.NextBits();
            return _random.Below(18) switch
            {
                16 or 17 => new CrashRule(CrashMode.TearOne, seed),
                0 => new CrashRule(CrashMode.KeepAll, seed),
                1 or 2 or 3 or 4 => new CrashRule(CrashMode.KeepCache, seed),
                5 or 6 or 7 => new CrashRule(CrashMode.DropAll, seed),
                8 or 9 or 10 => new CrashRule(CrashMode.LoseOne, seed),
                _ => new CrashRule(CrashMode.Random, seed),
            };
        }

        // Some of the kills are spread over all steps, some over those that change the disk, of which there are far fewer. Some strike just before a flush, when there is
        // most to lose, be it of the file that is flushed the most or of one that seldom is, above all where it would settle several names; and some between two named steps of a long process, most of which would never meet one otherwise.
        private KillRule Rule(int within)
        {
            var steps = _random.Below(within);
            return _random.Below(10) switch
            {
                0 or 1 => new KillAtVisit(_random.Pick(EnginePoints.All).Name, _random.Between(1, 4)),
                2 => KillAtVisit.BeforeFlush(1 + (steps / 12)),
                3 or 4 => new KillAtFlushOf(_random.Pick(EngineFiles.All), _random.Between(1, 4)),
                5 => new KillAtSettling(_random.Pick([1, 1, 2, 3, 4, 6]), 1 + (steps / 40)),
                6 or 7 => new KillAfterDiskCalls(steps / 4),
                _ => new KillAfterSteps(steps),
            };
        }

        // What is unusual is put right by the next usual step, so the kill follows soon. In an opening, which is short, most would never strike.
        private KillAfterPath AfterPath() => new(
            _random.Pick(AnytimePaths).Name,
            _random.Pick([1, 1, 1, 2, 4]),
            _random.Below(4) switch
            {
                0 => new KillAtVisit(_random.Pick(EnginePoints.All).Name, _random.Between(1, 2)),
                1 => new KillAtFlushOf(_random.Pick(EngineFiles.All), _random.Between(1, 2)),
                _ => new KillAfterDiskCalls(_random.Below(24)),
            });

        private KillStep Kill(int within, int recoveryCount, bool isOpening = false)
        {
            var rule = !isOpening && _random.Chance(1, 4) ? AfterPath() : Rule(within);
            var crash = Crash(rule);
            var recoveries = new RecoveryKill[recoveryCount];
            var last = crash;
            for (var i = 0; i < recoveries.Length; i++)
            {
                recoveries[i] = last.Mode == CrashMode.KeepCache ? PowerFailure() : Drawn(Rule(100));
                last = recoveries[i].Crash;
            }

            return new KillStep(rule, crash, ValueList.From(recoveries));

            RecoveryKill Drawn(KillRule rule) => new(rule, Crash(rule));
        }

        // Just before a flush the death of the program alone leaves something that looks settled and is not, and what the flush would have settled can be torn.
        private CrashRule Crash(KillRule rule)
        {
            var crash = Crash();
            var atLast = (rule as KillAfterPath)?.Then ?? rule;
            var isBeforeFlush = atLast is KillAtSettling or KillAtFlushOf || (atLast as KillAtVisit)?.Point == PointNames.FlushFile.Name;
            return !isBeforeFlush ? crash : _random.Below(6) switch
            {
                0 or 1 => crash with { Mode = CrashMode.KeepCache },
                2 or 3 => crash with { Mode = CrashMode.TearOne },
                _ => crash,
            };
        }

        // What the death of the program alone leaves unsettled shows only when the power fails soon: while the collection is opened again, or shortly after.
        private RecoveryKill PowerFailure() => new(
            _random.Chance(1, 2) ? Rule(100) : new KillAfterDiskCalls(_random.Below(80)),
            new CrashRule(_random.Pick([CrashMode.DropAll, CrashMode.LoseOne, CrashMode.TearOne, CrashMode.Random]), _random.NextBits()));

        private void Add(List<PlanStep> steps, KillStep kill)
        {
            if (kill.Crash.Mode == CrashMode.KeepCache && kill.Recoveries.Count == 0)
            {
                var failure = PowerFailure();
                if (_random.Chance(1, 2))
                {
                    kill = kill with { Recoveries = [failure] };
                }
                else
                {
                    _after = new KillStep(failure.Rule, failure.Crash, []);
                }
            }

            steps.Add(kill);
        }
    }
}
