namespace Sim.Contracts.Schema;

/// <summary>
/// What kind of values of a payload field an index holds. A field whose value is a list has each of its items; values of another kind are not held, and
/// conditions on them are answered all the same. The numbers are part of the file formats.
/// </summary>
public enum FieldType
{
    /// <summary>Texts, by ordinal value: matches and prefixes.</summary>
    Keyword = 0,

    /// <summary>Integers: matches and ranges.</summary>
    Integer = 1,

    /// <summary>Numbers, integers among them, as 64-bit floats: ranges.</summary>
    Float = 2,

    /// <summary>True and false: matches.</summary>
    Bool = 3,

    /// <summary>Texts that <see cref="Payloads.Timestamp"/> reads, as moments: ranges.</summary>
    DateTime = 4,

    /// <summary>Texts that are UUIDs in their 36-character form, by value: matches.</summary>
    Uuid = 5,
}
