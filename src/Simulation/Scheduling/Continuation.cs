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
        // Mostly what is there already: what a loop awaits again, it awaits with the same objects, and comparing is cheaper than writing.
        if (_action != (object)action)
        {
            _action = action;
        }

        if (_state != state)
        {
            _state = state;
        }

        if (flowsContext)
        {
            _context = ExecutionContext.Capture();
        }
    }

    /// <summary>Invokes it, once. What it is stored in may be used again meanwhile.</summary>
    public void Invoke()
    {
        if (_context is null)
        {
            _action!(_state);
            return;
        }

        var context = _context;
        _context = null;
        Invoke(_action!, _state, context);
    }

    // Apart, because the closure would be allocated on every path of the method it is in.
    private static void Invoke(Action<object?> action, object? state, ExecutionContext context) =>
        ExecutionContext.Run(context, _ => action(state), null);
}
