namespace Sim.Contracts.Payloads;

/// <summary>The kinds of JSON value that a payload can hold. The numbers are part of the file formats.</summary>
public enum PayloadKind
{
    /// <summary>The JSON null.</summary>
    Null = 0,

    /// <summary>True or false.</summary>
    Bool = 1,

    /// <summary>A number without fraction that fits into 64 bits.</summary>
    Integer = 2,

    /// <summary>Any other finite number, as a 64-bit float.</summary>
    Float = 3,

    /// <summary>A string.</summary>
    Text = 4,

    /// <summary>An array of values.</summary>
    List = 5,

    /// <summary>An object: values by name.</summary>
    Object = 6,
}
