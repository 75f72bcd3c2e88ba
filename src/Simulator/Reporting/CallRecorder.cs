using Sim.Runtime;

namespace Sim.Simulator.Reporting;

/// <summary>Keeps the calls of a run in the order in which they began. It belongs to one world, and so to one thread.</summary>
internal sealed class CallRecorder
{
    // A run may read for ever; the newest calls are those that matter.
    private const int CallsMax = 200_000;

    private readonly Queue<RecordedCall> _calls = new();
    private IRuntime? _runtime;

    /// <summary>The calls so far.</summary>
    public IReadOnlyCollection<RecordedCall> Calls => _calls;

    /// <summary>The index of the plan's step that has begun last.</summary>
    public int PlanStep { private get; set; } = -1;

    /// <summary>The world of the next calls.</summary>
    public void Enter(IRuntime runtime) => _runtime = runtime;

    /// <summary>Makes the call and notes it.</summary>
    public async ValueTask<T> Note<T>(string name, string? kind, Func<ValueTask<T>> call, Func<T, string> text)
    {
        var noted = new RecordedCall(_runtime!.CurrentTask ?? "unknown", name, PlanStep, Now) { Kind = kind };
        _calls.Enqueue(noted);
        if (_calls.Count > CallsMax)
        {
            _calls.Dequeue();
        }

        try
        {
            var answer = await call();
            (noted.Answer, noted.Ended) = (text(answer), Now);
            return answer;
        }
#pragma warning disable CA1031 // It goes on as it came.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            (noted.Answer, noted.Ended) = ($"{failure.GetType().Name}: {failure.Message}", Now);
            throw;
        }
    }

    /// <summary>Makes a call that answers nothing, and notes it.</summary>
    public Task Note(string name, Func<Task> call) => Note(name, null, async () =>
    {
        await call();
        return true;
    }, _ => "done").AsTask();

    private TimeSpan Now => TimeSpan.FromTicks(_runtime!.Time.GetTimestamp());
}
