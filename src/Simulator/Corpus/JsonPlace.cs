using System.Globalization;
using System.Text.Json;
using Sim.Contracts;

namespace Sim.Simulator.Corpus;

/// <summary>
/// A value in a JSON file together with its place, read strictly: every member must be known, none may be missing or occur twice, and every
/// value must be of its type. Whatever is wrong is a <see cref="CorpusException"/>.
/// </summary>
internal readonly struct JsonPlace
{
    private readonly JsonElement _element;
    private readonly string _file;
    private readonly string _path;

    private JsonPlace(JsonElement element, string file, string path)
    {
        _element = element;
        _file = file;
        _path = path;
    }

    /// <summary>The root of a document.</summary>
    public static JsonPlace Root(JsonDocument document, string file) => new(document.RootElement, file, "$");

    /// <summary>The members of an object that has these and no others; those that end with '?' may be missing.</summary>
    public IReadOnlyDictionary<string, JsonPlace> Members(params ReadOnlySpan<string> names)
    {
        Expect(JsonValueKind.Object, "an object");
        var members = new Dictionary<string, JsonPlace>(StringComparer.Ordinal);
        foreach (var property in _element.EnumerateObject())
        {
            if (!names.Contains(property.Name) && !names.Contains(property.Name + "?"))
            {
                throw Error($"the member '{property.Name}' is not known here");
            }

            if (!members.TryAdd(property.Name, Below(property)))
            {
                throw Error($"the member '{property.Name}' occurs twice");
            }
        }

        foreach (var name in names)
        {
            if (!name.EndsWith('?') && !members.ContainsKey(name))
            {
                throw Error($"the member '{name}' is missing");
            }
        }

        return members;
    }

    /// <summary>All members of an object whose names are free.</summary>
    public IReadOnlyList<KeyValuePair<string, JsonPlace>> AnyMembers()
    {
        Expect(JsonValueKind.Object, "an object");
        var members = new List<KeyValuePair<string, JsonPlace>>();
        foreach (var property in _element.EnumerateObject())
        {
            if (members.Exists(m => m.Key == property.Name))
            {
                throw Error($"the member '{property.Name}' occurs twice");
            }

            members.Add(new(property.Name, Below(property)));
        }

        return members;
    }

    /// <summary>The name of the one member of an object whose names are among a known set; for values that name their kind.</summary>
    public string FirstMemberName()
    {
        Expect(JsonValueKind.Object, "an object");
        foreach (var property in _element.EnumerateObject())
        {
            return property.Name;
        }

        throw Error("the object is empty");
    }

    /// <summary>The items of an array, each read by <paramref name="read"/>.</summary>
    public ValueList<T> Items<T>(Func<JsonPlace, T> read)
    {
        Expect(JsonValueKind.Array, "an array");
        var items = new List<T>(_element.GetArrayLength());
        foreach (var item in _element.EnumerateArray())
        {
            items.Add(read(new JsonPlace(item, _file, string.Create(CultureInfo.InvariantCulture, $"{_path}[{items.Count}]"))));
        }

        return ValueList.From(items);
    }

    /// <summary>A string.</summary>
    public string Text()
    {
        Expect(JsonValueKind.String, "a string");
        return _element.GetString()!;
    }

    /// <summary>True or false.</summary>
    public bool Bool() => _element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error($"true or false is expected, and found {Found()}"),
    };

    /// <summary>An integer from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Int(int least, int most) => (int)Long(least, most);

    /// <summary>An integer from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public long Long(long least, long most)
    {
        Expect(JsonValueKind.Number, "an integer");
        return _element.TryGetInt64(out var value) && value >= least && value <= most
            ? value
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"an integer from {least} to {most} is expected, and found {Found()}"));
    }

    /// <summary>An unsigned 64-bit integer.</summary>
    public ulong UnsignedLong()
    {
        Expect(JsonValueKind.Number, "an integer");
        return _element.TryGetUInt64(out var value) ? value : throw Error($"an unsigned 64-bit integer is expected, and found {Found()}");
    }

    /// <summary>A number as a 64-bit float; what is not a number is the string "NaN".</summary>
    public double Double()
    {
        if (_element.ValueKind == JsonValueKind.String && _element.GetString() == "NaN")
        {
            return double.NaN;
        }

        Expect(JsonValueKind.Number, "a number");
        return _element.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Error($"{Found()} is not a 64-bit float");
    }

    /// <summary>A number as a 32-bit float; one that is not finite is a string.</summary>
    public float Single()
    {
        if (_element.ValueKind == JsonValueKind.String)
        {
            return float.TryParse(_element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var other) && !float.IsFinite(other)
                ? other
                : throw Error($"{Found()} is not a 32-bit float");
        }

        Expect(JsonValueKind.Number, "a number");
        return _element.TryGetSingle(out var value) && float.IsFinite(value) ? value : throw Error($"{Found()} is not a 32-bit float");
    }

    /// <summary>The kind of value that is here.</summary>
    public JsonValueKind Kind => _element.ValueKind;

    /// <summary>The characters of the value as they stand in the file.</summary>
    public string Raw => _element.GetRawText();

    /// <summary>An error at this place.</summary>
    public CorpusException Error(string problem) => new(_file, _path, problem);

    private JsonPlace Below(JsonProperty property) => new(property.Value, _file, $"{_path}.{property.Name}");

    private void Expect(JsonValueKind kind, string name)
    {
        if (_element.ValueKind != kind)
        {
            throw Error($"{name} is expected, and found {Found()}");
        }
    }

    private string Found()
    {
        var raw = _element.GetRawText();
        return raw.Length <= 40 ? raw : raw[..40] + "...";
    }
}
