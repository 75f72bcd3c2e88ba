namespace Sim.Engine.Requests;

/// <summary>A query that breaks a rule of the contracts; it says which. Nothing was read.</summary>
public sealed class RequestException : Exception
{
    /// <summary>A query that was refused for this reason.</summary>
    public RequestException(string reason)
        : base(reason)
    {
    }
}
