using System.Collections.Frozen;
using Sim.Engine;
using Sim.Runtime.Scheduling;
using Sim.Simulation;
using Sim.Simulation.Faults;
using Sim.Simulator.Workload;

namespace Sim.Simulator.Covering;

/// <summary>
/// Everything that a soak may reach and of which it is worth knowing that it never does, numbered from 0 on. Some cannot be reached under some profiles: faults and
/// kills where there are none, rare paths that an option closes.
/// </summary>
internal static class CoverageItems
{
    // Nothing is in flight while a collection is being opened.
    private static readonly PointName[] Steps = [.. EnginePoints.All.Where(point => point != EnginePoints.RecoveryReplay)];

    // Of the steps of one process none is taken while another stands: one task takes them all.
    private static readonly (int Standing, int Coming)[] Pairs =
    [
        .. Enumerable.Range(0, Steps.Length).SelectMany(standing => Enumerable.Range(0, Steps.Length)
            .Where(coming => ProcessOf(standing) != ProcessOf(coming))
            .Select(coming => (standing, coming))),
    ];

    private static readonly string[] Actions = [.. ActionKinds.Operations, .. ActionKinds.Reads, .. ActionKinds.Others];

    private static readonly string[] KillPoints =
    [
        .. EnginePoints.All.Select(point => point.Name),
        "directory.create", "directory.delete", "directory.flush", "file.delete", "file.flush", "file.open", "file.rename", "file.set-length", "file.write",
    ];

    private static readonly (CrashMode Mode, bool IsRecovery)[] Crashes =
        [.. Enum.GetValues<CrashMode>().SelectMany(mode => new[] { (mode, false), (mode, true) })];

    // No soak flips bits: what has rotted may be refused for good.
    private static readonly (DiskCallKind Call, DiskFault Fault)[] Faults =
        [.. Enum.GetValues<DiskCallKind>().SelectMany(call => DiskFaultRules.Possible(call).Except([DiskFault.FlippedBit]).Prepend(DiskFault.None).Select(fault => (call, fault)))];

    private static readonly int FirstRefused = Actions.Length;
    private static readonly int FirstPair = FirstRefused + ActionKinds.Operations.Count;
    private static readonly int FirstKill = FirstPair + (ActionKinds.Operations.Count * Steps.Length);
    private static readonly int FirstCrash = FirstKill + KillPoints.Length;
    private static readonly int FirstFault = FirstCrash + Crashes.Length;
    private static readonly int FirstPath = FirstFault + Faults.Length;
    private static readonly int FirstBeside = FirstPath + EnginePaths.All.Count;

    private static readonly FrozenDictionary<string, int> ActionNumbers = Numbers(Actions, 0);
    private static readonly FrozenDictionary<string, int> KindNumbers = Numbers(ActionKinds.Operations, 0);
    private static readonly FrozenDictionary<PointName, int> StepNumbers = Numbers(Steps, 0);
    private static readonly FrozenDictionary<string, int> KillNumbers = Numbers(KillPoints, FirstKill);
    private static readonly FrozenDictionary<(CrashMode Mode, bool IsRecovery), int> CrashNumbers = Numbers(Crashes, FirstCrash);
    private static readonly FrozenDictionary<(DiskCallKind Call, DiskFault Fault), int> FaultNumbers = Numbers(Faults, FirstFault);
    private static readonly FrozenDictionary<RarePath, int> PathNumbers = Numbers(EnginePaths.All, FirstPath);
    private static readonly int[] PairNumbers = NumberPairs();

    /// <summary>All items, in the order of their numbers.</summary>
    public static IReadOnlyList<CoverageItem> All { get; } =
    [
        .. Actions.Select(name => new CoverageItem("kinds of actions", name)),
        .. ActionKinds.Operations.Select(kind => new CoverageItem("kinds of operations refused", kind)),
        .. ActionKinds.Operations.SelectMany(kind => Steps.Select(step => new CoverageItem("operations while a step is taken", $"{kind} while {step}"))),
        .. KillPoints.Select(point => new CoverageItem("kills before a step", point)),
        .. Crashes.Select(crash => new CoverageItem("what a kill leaves", $"{crash.Mode} {(crash.IsRecovery ? "while opening" : "live")}")),
        .. Faults.Select(fault => new CoverageItem("faults of the disk", $"{(fault.Fault == DiskFault.None ? "Delay" : fault.Fault)} in {fault.Call}")),
        .. EnginePaths.All.Select(path => new CoverageItem("rare paths", path.Name)),
        .. Pairs.Select(pair => new CoverageItem("steps while another stands", $"{Steps[pair.Coming]} while another stands at {Steps[pair.Standing]}")),
    ];

    /// <summary>The items of which a strategy can be told to aim at them, with its name.</summary>
    public static IReadOnlyList<(int Item, string Strategy)> Aims { get; } =
        [.. Pairs.Select((pair, place) => (FirstBeside + place, $"aim:{Steps[pair.Standing]}+{Steps[pair.Coming]}"))];

    /// <summary>The names of the steps of background work and of updates that may be taken during an operation, by their numbers from 0 on.</summary>
    public static IReadOnlyList<string> StepNames { get; } = [.. Steps.Select(step => step.Name)];

    /// <summary>The number of a kind of operation, from 0 on.</summary>
    public static int NumberOf(string kind) => KindNumbers[kind];

    /// <summary>The number of a point among those that are steps of background work or of updates; -1 for any other.</summary>
    public static int StepOf(PointName point) => StepNumbers.GetValueOrDefault(point, -1);

    /// <summary>An action of this kind is done.</summary>
    public static int Done(string kind) => ActionNumbers[kind];

    /// <summary>An operation of the kind with this number is refused.</summary>
    public static int Refused(int kind) => FirstRefused + kind;

    /// <summary>A step is taken while an operation of a kind is not answered yet.</summary>
    public static int During(int kind, int step) => FirstPair + (kind * Steps.Length) + step;

    /// <summary>A kill strikes before a point; null when the point is no item.</summary>
    public static int? KilledAt(string point) => KillNumbers.TryGetValue(point, out var item) ? item : null;

    /// <summary>A kill leaves a disk.</summary>
    public static int Crashed(CrashMode crash, bool isRecovery) => CrashNumbers[(crash, isRecovery)];

    /// <summary>A fault strikes a call; none stands for a delay. Null when the fault is no item.</summary>
    public static int? Struck(DiskCallKind call, DiskFault fault) => FaultNumbers.TryGetValue((call, fault), out var item) ? item : null;

    /// <summary>A rare path is taken.</summary>
    public static int Took(RarePath path) => PathNumbers[path];

    /// <summary>A task comes to a step while another stands at one; null when one task takes both.</summary>
    public static int? Beside(int standing, int coming) => PairNumbers[(standing * Steps.Length) + coming] is var item and >= 0 ? item : null;

    private static string ProcessOf(int step) => Steps[step].Name.Split('.')[0];

    private static int[] NumberPairs()
    {
        var numbers = new int[Steps.Length * Steps.Length];
        Array.Fill(numbers, -1);
        for (var i = 0; i < Pairs.Length; i++)
        {
            numbers[(Pairs[i].Standing * Steps.Length) + Pairs[i].Coming] = FirstBeside + i;
        }

        return numbers;
    }

    private static FrozenDictionary<T, int> Numbers<T>(IEnumerable<T> items, int first)
        where T : notnull => items.Select((item, place) => KeyValuePair.Create(item, first + place)).ToFrozenDictionary();
}
