using Sim.Bench.Plain;

namespace Sim.Bench.Programs;

/// <summary>The programs of the suite.</summary>
public static class ProgramCatalog
{
    /// <summary>The classic ones, in the order to list them in.</summary>
    public static IReadOnlyList<IBenchProgram> Classic { get; } =
    [
        new Account(),
        new DownloadResume(),
        new Airline(),
        new AllocationVector(),
        new ArithmeticProgression(),
        new Bakery(),
        new BluetoothDriver(),
        new BoundedBuffer(),
        new Carter01(),
        new CigaretteSmokers(),
        new CircularBuffer(),
        new TraceLibrary(),
        new Deadlock01(),
        new DiningPhilosophers(3),
        new DiningPhilosophers(5),
        new DiningPhilosophers(7),
        new DoubleCheckedLocking(),
        new PipelineEnd(),
        new FreeListAba(),
        new FileSystemBlocks(),
        new StealingDeque(),
        new Lazy01(),
        new LazyListSet(),
        new LostWakeup(),
        new MissedSignal(),
        new NestedMonitor(),
        new ParallelCompressor(),
        new Peterson(),
        new Phase01(),
        new TaskQueue(),
        new ReadWriteLock(),
        new ReferenceCount(),
        new Reorder(3),
        new Reorder(4),
        new Reorder(5),
        new Reorder(10),
        new Reorder(20),
        new SafeStack(),
        new SequenceLock(),
        new Sigma(5),
        new Stack(),
        new StringBufferAppend(),
        new Sync01(),
        new Sync02(),
        new TicketLock(),
        new TokenRing(),
        new TwoStage(3),
        new TwoStage(20),
        new TwoStage(50),
        new WorkStealingQueue(),
        new WrongLock(1),
        new WrongLock(3),
    ];

    /// <summary>Those written as plain tasks, in the order to list them in.</summary>
    public static IReadOnlyList<IBenchProgram> Plain { get; } =
    [
        new PlainProgram(new TransferBank()),
        new PlainProgram(new HandoffBuffer()),
        new PlainProgram(new LoadingCache()),
        new PlainProgram(new LeaderLease()),
    ];
}
