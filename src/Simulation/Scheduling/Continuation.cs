namespace Sim.Simulation.Scheduling;

/// <summary>What an await leaves behind, to be invoked when the task goes on.</summary>
internal struct Continuation
{
    private Action<object?>? _action;
    private object? _state;
    private ExecutionContext? _context;

    public readonly bool IsSet => _action is not null;

    public void Set(Action<object?> action, object? state, bool flowsContext)
    {
        _action = action;
        _state = state;
        _context = flowsContext ? ExecutionContext.Capture() : null;
    }

    /// <summary>Takes it out and invokes it. What it is stored in may be used again meanwhile.</summary>
    public void Invoke()
    {
        var action = _action!;
        var state = _state;
        var context = _context;
        _action = null;
        _state = null;
        if (context is null)
        {
            action(state);
            return;
        }

        _context = null;
        Invoke(action, state, context);
    }

    // Apart, because the closure would be allocated on every path of the method it is in.
    private static void Invoke(Action<object?> action, object? state, ExecutionContext context) =>
        ExecutionContext.Run(context, _ => action(state), null);
}
