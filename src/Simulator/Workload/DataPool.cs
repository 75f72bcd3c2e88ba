using System.Buffers.Binary;
using System.Globalization;
using Bogus;
using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Runtime.Randomness;

namespace Sim.Simulator.Workload;

/// <summary>
/// The ids and values that the operations and filters of one plan choose from. The pools are small, so that operations hit the same
/// points and filters match some of them.
/// </summary>
internal sealed class DataPool
{
    private const int NamesMax = 5;

    private static readonly string[] KeyNames = ["flag", "list", "name", "nested", "owner", "rank", "seen", "size", "weight"];

    private static readonly string[] Fields = [.. KeyNames, "nested.name", "nested.rank", "nested.inner.size", "absent"];

    private readonly RandomStream _random;
    private readonly PointId[] _ids;
    private readonly string[] _texts;
    private readonly long[] _integers;
    private readonly double[] _floats;
    private readonly string[] _moments;
    private readonly Guid[] _uuids;
    private readonly bool _onGrid;
    private readonly int _lackingOutOfEight;
    private readonly string[] _usual;
    private readonly string[] _usualFields;
    private readonly List<string> _indexed = [];
    private readonly int _entriesMin;
    private readonly int _entriesMax;
    private readonly ulong _clients;
    private readonly ulong _client;

    /// <summary>
    /// Draws the pools of a plan and keeps the stream for the choices from them. Where several clients have a pool each, no id is in two of
    /// them.
    /// </summary>
    public DataPool(CollectionSchema schema, int idPoolMax, RandomStream random, int clients = 1, int client = 0)
    {
        Vectors = schema.Vectors;
        _random = random;
        _clients = (ulong)clients;
        _client = (ulong)client;
        _ids = DrawIds(idPoolMax);
        _onGrid = random.Chance(3, 4);
        _lackingOutOfEight = random.Pick([0, 0, 1, 3]);

        // Where nearly all points have the same few fields, a value is that of many of them, and an index has much to say.
        _usual = random.Chance(1, 2) ? KeyNames : [.. Enumerable.Range(0, random.Between(1, 3)).Select(_ => random.Pick(KeyNames)).Distinct()];
        _usualFields = _usual.Length == KeyNames.Length ? [.. Fields] : [.. Fields.Where(field => _usual.Contains(field.Split('.')[0]))];
        (_entriesMin, _entriesMax) = _usual.Length == KeyNames.Length && random.Chance(2, 3) ? (0, 4) : (2, 6);

        var fewest = random.Pick([1, 2, 2]);
        var words = new Bogus.DataSets.Commerce("en") { Random = new Randomizer((int)(random.NextBits() & int.MaxValue)) };
        _texts = [.. Enumerable.Range(0, random.Between(fewest, 6)).Select(_ => words.Product()), "", "Zoë – 中"];
        _integers = [.. Enumerable.Range(0, random.Between(fewest, 6)).Select(n => (long)n), -1, long.MinValue, long.MaxValue];
        _floats = [0.5, 1, -2.25, 1e300, 0.1, 0, -0.0];
        _moments = [.. Enumerable.Range(0, random.Between(2, 6)).Select(_ => Moment(random)), "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"];
        _uuids = [.. Enumerable.Range(0, random.Between(2, 5)).Select(_ => DrawUuid())];
        if (random.Chance(1, 3))
        {
            // Longer than a sector of the disk, so that a write of it can be torn in the middle.
            _texts = [.. _texts, string.Concat(Enumerable.Repeat(words.Product() + " ", random.Between(60, 200)))];
        }
    }

    /// <summary>The vectors that the collection has by now, unless a crash has taken back what created or deleted them.</summary>
    public ValueList<VectorSchema> Vectors { get; private set; }

    /// <summary>The names of vectors that are never deleted, because others rely on them.</summary>
    public IReadOnlyCollection<string> Kept { get; init; } = [];

    /// <summary>A top-level key of payloads: mostly one that the plan uses often.</summary>
    public string Key(RandomStream random) => random.Pick(random.Chance(1, 8) ? KeyNames : _usual);

    /// <summary>
    /// A path that filters, indexes and facets ask for: a key or a path into the nested object, mostly one that the plan uses often or that has an index; now and then one that is
    /// never there.
    /// </summary>
    public string Field(RandomStream random) =>
        _indexed.Count > 0 && random.Chance(1, 4) ? random.Pick(_indexed) : random.Chance(1, 4) ? random.Pick(Fields) : random.Pick(_usualFields);

    /// <summary>All ids of the pool.</summary>
    public ReadOnlySpan<PointId> Ids => _ids;

    /// <summary>One of the ids.</summary>
    public PointId Id(RandomStream random) =>
        Focus.Count > 0 && random.Chance(3, 4) ? Focus[random.Below(Focus.Count)] : _ids[random.Below(_ids.Length)];

    /// <summary>Where there are any, most ids are among these, so that operations collide.</summary>
    public IReadOnlyList<PointId> Focus { get; set; } = [];

    /// <summary>Some ids; the same one may occur twice.</summary>
    public ValueList<PointId> SomeIds(RandomStream random, int count) =>
        ValueList.From(Enumerable.Range(0, count).Select(_ => Id(random)).ToArray());

    /// <summary>A point with this id.</summary>
    public Point Point(PointId id)
    {
        var vectors = new List<KeyValuePair<string, DenseVector>>();
        foreach (var vector in Vectors)
        {
            if (!_random.Chance(_lackingOutOfEight, 8))
            {
                vectors.Add(new(vector.Name, Vector(vector, _random)));
            }
        }

        return new Point(id, NameMap<DenseVector>.From(vectors), Payload());
    }

    /// <summary>How many numbers a vector has: mostly few; now and then so many that the kernels take their widest strides, with and without a rest.</summary>
    public static int Dimension(RandomStream random) => random.Chance(1, 10) ? random.Pick([32, 33, 70]) : random.Pick([1, 2, 3, 4, 8, 17]);

    /// <summary>A vector with a name that the collection may have had before; now and then one that it has.</summary>
    public VectorSchema NewVector(RandomStream random)
    {
        var vector = new VectorSchema(
            $"v{random.Between(1, NamesMax)}",
            Dimension(random),
            random.Pick([Distance.Dot, Distance.Cosine, Distance.Euclid, Distance.Manhattan]));
        if (Vectors.All(other => other.Name != vector.Name))
        {
            Vectors = ValueList.From(Vectors.Append(vector));
        }

        return vector;
    }

    /// <summary>The name of a vector to delete; now and then of one that the collection does not have.</summary>
    public string OldVector(RandomStream random)
    {
        var deletable = Vectors.Select(vector => vector.Name).Where(name => !Kept.Contains(name)).ToArray();
        var name = random.Chance(1, 12) || deletable.Length == 0 ? $"v{random.Between(1, NamesMax)}" : random.Pick(deletable);
        if (Vectors.Count > 1 && deletable.Contains(name))
        {
            Vectors = ValueList.From(Vectors.Where(vector => vector.Name != name));
        }

        return name;
    }

    /// <summary>
    /// A vector of the right dimension: small integers, which 32-bit sums keep exact and which often tie, or arbitrary floats.
    /// </summary>
    public DenseVector Vector(VectorSchema schema, RandomStream random)
    {
        var values = new float[schema.Dimension];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _onGrid ? random.Between(-3, 3) : (random.Between(-0x800000, 0x800000) / 262144f);
        }

        return DenseVector.Create(values);
    }

    /// <summary>Payload entries: none, one or several.</summary>
    public NameMap<PayloadValue> Payload()
    {
        var count = _random.Between(_entriesMin, _entriesMax);
        var payload = NameMap<PayloadValue>.Empty;
        for (var i = 0; i < count; i++)
        {
            var key = Key(_random);
            payload = payload.With(key, ValueOf(key));
        }

        return payload;
    }

    /// <summary>A value that a match of this field may ask for: mostly one that points have there.</summary>
    public PayloadValue Matchable(string field, RandomStream random) => random.Chance(1, 4) ? Matchable(random) : field switch
    {
        "flag" => PayloadValue.Of(random.Chance(1, 2)),
        "rank" or "size" => PayloadValue.Of(random.Pick(_integers)),
        "name" or "nested.name" => PayloadValue.Of(random.Pick(_texts)),
        "owner" => PayloadValue.Of(Uuid(random)),
        "seen" => PayloadValue.Of(random.Pick(_moments)),
        _ => Matchable(random),
    };

    private PayloadValue Matchable(RandomStream random) => random.Below(4) switch
    {
        0 => PayloadValue.Of(random.Chance(1, 2)),
        1 => PayloadValue.Of(random.Pick(_integers)),
        _ => PayloadValue.Of(random.Chance(1, 4) ? Uuid(random) : random.Pick(_texts)),
    };

    /// <summary>The beginning of a text that a prefix may ask for.</summary>
    public string Prefix(RandomStream random)
    {
        var text = random.Pick(_texts);
        return text[..random.Below(Math.Min(text.Length, 3) + 1)];
    }

    /// <summary>A moment that a range may ask for.</summary>
    public Timestamp MomentBound(RandomStream random)
    {
        var moment = Timestamp.TryParse(random.Pick(_moments), out var read) ? read : default;
        return random.Chance(2, 3) ? moment : new Timestamp(Math.Clamp(moment.Ticks + random.Between(-1, 1), 0, Timestamp.Latest.Ticks));
    }

    /// <summary>A UUID that a match may ask for.</summary>
    public Guid UuidValue(RandomStream random) => random.Pick(_uuids);

    /// <summary>An index to create.</summary>
    public FieldIndex NewIndex(RandomStream random)
    {
        var index = Index(random);
        _indexed.Add(index.Field);
        return index;
    }

    /// <summary>The field of an index to drop: mostly one that there is, unless a crash has taken back what created it.</summary>
    public string OldIndex(RandomStream random)
    {
        if (_indexed.Count == 0 || random.Chance(1, 6))
        {
            return Field(random);
        }

        var field = random.Pick(_indexed);
        _indexed.RemoveAll(other => other == field);
        return field;
    }

    /// <summary>An index over one of the fields, mostly of the type that most values there have.</summary>
    public FieldIndex Index(RandomStream random)
    {
        var field = Field(random);
        if (random.Chance(1, 6))
        {
            return new FieldIndex(field, random.Pick(Enum.GetValues<FieldType>()));
        }

        return new FieldIndex(field, field switch
        {
            "flag" => FieldType.Bool,
            "name" or "nested.name" => FieldType.Keyword,
            "owner" => FieldType.Uuid,
            "seen" => FieldType.DateTime,
            "weight" => FieldType.Float,
            _ => random.Chance(3, 4) ? FieldType.Integer : FieldType.Float,
        });
    }

    /// <summary>A value that an order by an index of this type may start from.</summary>
    public PayloadValue StartOf(FieldType type, RandomStream random) => type switch
    {
        FieldType.Float => PayloadValue.Of(random.Pick(_floats)),
        FieldType.DateTime => PayloadValue.Of(random.Pick(_moments)),
        FieldType.Keyword or FieldType.Integer or FieldType.Bool or FieldType.Uuid => PayloadValue.Of(random.Pick(_integers)),
    };

    /// <summary>A path under which entries may be set; now and then one that, with what is set there, is nearly as deep as any may be.</summary>
    public static string Path(RandomStream random) => random.Chance(1, 64)
        ? Path(RequestLimits.PayloadDepthMax - random.Between(6, 9))
        : random.Pick([.. KeyNames, "nested.inner", "nested.new", "absent.deep"]);

    /// <summary>A path of so many names.</summary>
    public static string Path(int names) => string.Join('.', Enumerable.Repeat("deep", names));

    /// <summary>Vectors for a point: one of the names or several.</summary>
    public PointVectors SomeVectors(PointId id)
    {
        var vectors = NameMap<DenseVector>.Empty;
        foreach (var vector in Vectors)
        {
            if (_random.Chance(2, 3))
            {
                vectors = vectors.With(vector.Name, Vector(vector, _random));
            }
        }

        return new PointVectors(id, vectors);
    }

    /// <summary>A number that a range may ask for.</summary>
    public double Bound(RandomStream random) =>
        random.Chance(2, 3) ? random.Between(-1, 6) : random.Pick(_floats);

    private PointId[] DrawIds(int idPoolMax)
    {
        var count = Math.Min(idPoolMax, _random.Pick([1, 3, 6, 12, 24, 48, 96, 160]));
        var uuidsOutOfFour = _random.Below(5);
        var ids = new SortedSet<PointId>();
        while (ids.Count < count)
        {
            if (_random.Chance(uuidsOutOfFour, 4))
            {
                ids.Add(PointId.FromUuid(DrawUuid()));
            }
            else
            {
                var number = _random.Chance(1, 16) ? _random.NextBits() / _clients : (ulong)_random.Below(4 * count);
                ids.Add(PointId.FromNumber(unchecked((number * _clients) + _client)));
            }
        }

        return [.. ids];
    }

    // A random UUID: version 4, variant 1, as RFC 9562 writes them.
    private Guid DrawUuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (_random.NextBits() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (_random.NextBits() >> 2) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }

    // In capital letters now and then: the same UUID, another text.
    private string Uuid(RandomStream random)
    {
        var text = random.Pick(_uuids).ToString("D");
        return random.Chance(1, 4) ? text.ToUpperInvariant() : text;
    }

    // Days of one year, with an offset now and then: then the order of the texts is not that of the moments.
    private static string Moment(RandomStream random)
    {
        var day = new DateTime(2024, 1, 1).AddDays(random.Below(366)).AddMinutes(random.Below(24 * 60));
        var fraction = random.Pick(["", "", ".5", ".1234567"]);
        return day.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + fraction + random.Pick(["Z", "Z", "+02:00", "-09:30"]);
    }

    private PayloadValue ValueOf(string key) => _random.Chance(1, 12) ? Value(2) : key switch
    {
        "flag" => PayloadValue.Of(_random.Chance(1, 2)),
        "rank" or "size" => PayloadValue.Of(_random.Pick(_integers)),
        "weight" => PayloadValue.Of(_random.Pick(_floats)),
        "name" => PayloadValue.Of(_random.Pick(_texts)),
        "owner" => PayloadValue.Of(Uuid(_random)),
        "seen" => PayloadValue.Of(_random.Pick(_moments)),
        "list" => List(1),
        _ => PayloadValue.Of(NameMap<PayloadValue>.Empty
            .With("name", PayloadValue.Of(_random.Pick(_texts)))
            .With("rank", Value(0))
            .With("inner", PayloadValue.Of(NameMap<PayloadValue>.Empty.With("size", Value(1))))),
    };

    // Any kind of value, nested at most this deep.
    private PayloadValue Value(int depth) => _random.Below(depth > 0 ? 8 : 6) switch
    {
        0 => PayloadValue.Null,
        1 => PayloadValue.Of(_random.Chance(1, 2)),
        2 or 3 => PayloadValue.Of(_random.Pick(_integers)),
        4 => PayloadValue.Of(_random.Pick(_floats)),
        5 => PayloadValue.Of(_random.Pick(_texts)),
        6 => List(depth),
        _ => PayloadValue.Of(NameMap<PayloadValue>.Empty.With("name", Value(depth - 1))),
    };

    private PayloadValue List(int depth)
    {
        var items = new PayloadValue[_random.Below(4)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = Value(depth - 1);
        }

        return PayloadValue.Of(ValueList.From(items));
    }
}
