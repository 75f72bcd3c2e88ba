namespace Sim.Contracts;

/// <summary>How large requests may be. What is larger is refused before anything is logged or read, with the reason.</summary>
public static class RequestLimits
{
    /// <summary>The most points that a read may ask for, counting those that it leaves out.</summary>
    public const int LimitMax = 1_000_000;

    /// <summary>The most points or ids in one operation or retrieve.</summary>
    public const int BatchMax = 100_000;

    /// <summary>The largest payload in one point or operation, in characters of its names and texts, those of a path among them, plus 8 for each other value.</summary>
    public const int PayloadSizeMax = 1024 * 1024;

    /// <summary>How deep the values of a payload may lie in one another; those of an operation that writes under a path lie as deep as the path has names.</summary>
    public const int PayloadDepthMax = 64;

    /// <summary>The most characters of the path of a field that gets an index.</summary>
    public const int FieldLengthMax = 1024;

    /// <summary>How deep filters may be nested.</summary>
    public const int FilterDepthMax = 32;

    /// <summary>The most stages of a query, all together.</summary>
    public const int StagesMax = 64;

    /// <summary>How deep the stages of a query may be nested.</summary>
    public const int StageDepthMax = 8;
}
