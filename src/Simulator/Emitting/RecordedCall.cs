namespace Sim.Simulator.Emitting;

/// <summary>A call that a client has made, and what is right as its answer.</summary>
internal sealed class RecordedCall(object request)
{
    /// <summary>The operation, query or path.</summary>
    public object Request { get; } = request;

    /// <summary>What is right; null when nothing can be said.</summary>
    public Expectation? Right { get; set; }

    /// <summary>The same call with what is right in either of two runs.</summary>
    public static RecordedCall Merge(RecordedCall first, RecordedCall? second) =>
        second is null || second.Request.GetType() != first.Request.GetType()
            ? first
            : new RecordedCall(first.Request) { Right = first.Right is { } left && second.Right is { } right ? left.Or(right) : first.Right ?? second.Right };
}
