using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Points;
using Sim.Contracts.Schema;
using Sim.Engine;
using Sim.Model;
using Sim.Runtime.Randomness;
using Sim.Simulator.Oracles;

namespace Sim.Simulator.Crashing;

/// <summary>
/// What the clients of a session must have left: a model for each of them, since they share no point. Indexes and vectors are in the model of the client that
/// changes them; the others know the vectors that the collection began with.
/// <para>
/// <b>Promised</b> after a kill of the process: the points of each client in each shard are those of its model at one position, at or after its last
/// acknowledged operation, at or before the last one that it had begun; the shard's indexes and the collection's vectors are those of the same position of the
/// client that changes them; there are no other points. The operating system keeps what a killed process has written, so operations that were only acknowledged count too.
/// An operation was refused exactly when it breaks a rule in the model.
/// </para>
/// <para>
/// <b>Promised</b> for a snapshot that was made: there is one, until another is made, and each client's part of each shard in it is as it was at one position, at or after what was known
/// to be applied when it began, at or before what had been begun when it ended. One that the kill cut off may have taken its place, or not.
/// </para>
/// <para>Not checked: that the shards of a snapshot, or two clients in one, show the same moment.</para>
/// </summary>
internal sealed class CrashModels
{
    private readonly CrashShape _shape;
    private readonly CrashScript[] _scripts;
    private readonly ReferenceModel[] _models;
    private readonly SortedDictionary<PointId, int> _owners = [];
    private readonly int[] _done;
    private readonly List<SnapshotWindow[]> _snapshots = [];

    /// <summary>The models of a new collection.</summary>
    public CrashModels(CrashShape shape, Seed session, int clients)
    {
        _shape = shape;
        _scripts = [.. Enumerable.Range(0, clients).Select(client => new CrashScript(shape, session, client, clients))];
        _models = [.. _scripts.Select(_ => new ReferenceModel(shape.Schema, id => ShardOf(id)))];
        _done = new int[clients];
        for (var client = 0; client < clients; client++)
        {
            foreach (var id in _scripts[client].Data.Ids)
            {
                _owners.Add(id, client);
            }
        }
    }

    /// <summary>Where points are; set once a collection has been opened.</summary>
    public Func<PointId, int> ShardOf { get; set; } = _ => throw new InvalidOperationException("No collection has been opened.");

    /// <summary>For each client how many operations of its script are behind it.</summary>
    public IReadOnlyList<int> Done => _done;

    /// <summary>How many of them changed the schema.</summary>
    public long SchemaChanges { get; private set; }

    /// <summary>All ids that there may be.</summary>
    public ValueList<PointId> Ids => ValueList.From(_owners.Keys);

    /// <summary>True when a snapshot has been made, so that there must be one.</summary>
    public bool HasSnapshot { get; private set; }

    /// <summary>True when there may be a snapshot.</summary>
    public bool MayHaveSnapshot => _snapshots.Count > 0;

    /// <summary>Does what a child has done. Null when its answers are right.</summary>
    public Failure? Follow(CrashedChild child)
    {
        var paths = new ClientPath[_models.Length];
        for (var client = 0; client < _models.Length; client++)
        {
            paths[client] = new ClientPath(_models[client]);
            for (var i = 0; i < child.Begun[client]; i++)
            {
                var (operation, wait) = _scripts[client].Next();
                if (Follow(child, client, i, operation, wait, paths[client]) is { } failure)
                {
                    return failure;
                }
            }

            _done[client] += child.Begun[client];
        }

        foreach (var snapshot in child.Snapshots)
        {
            if (snapshot.BegunByEnd is not null)
            {
                _snapshots.Clear();
                HasSnapshot = true;
            }

            _snapshots.Add([.. paths.Select((path, client) => new SnapshotWindow(
                _models[client],
                path.Applied[snapshot.AnsweredBefore[client]],
                path.Sent[(snapshot.BegunByEnd ?? child.Begun)[client]]))]);
        }

        return null;
    }

    /// <summary>Looks at what has been recovered after a kill, and goes back to it.</summary>
    public Failure? CheckRecovered(ValueList<Point> points, Collection collection) => Check(points, collection, (model, shard, found) =>
    {
        var history = model.Shards[shard];
        if (RecoveryComparison.FindPosition(history, found, mayLose: true) is not { } position)
        {
            return RecoveryComparison.Describe(shard, history, found, mayLose: true);
        }

        model.Rewind(shard, position);
        return null;
    });

    /// <summary>
    /// Looks at a copy that was damaged, but opens: it may be an old one. A change of the vectors that is gone from one shard only has been brought
    /// to it again, so that its points have what they had before, of the vectors that there are.
    /// </summary>
    public Failure? CheckDamaged(ValueList<Point> points, Collection collection) => Check(points, collection, (model, shard, found) =>
    {
        var history = model.Shards[shard];
        for (var position = history.Last; position >= history.First; position--)
        {
            if (WithVectors(history.At(position), found.Vectors).IsSameAs(found))
            {
                return null;
            }
        }

        return RecoveryComparison.Describe(shard, history, found, mayLose: true);
    });

    /// <summary>Looks at the snapshot that there is, restored and opened.</summary>
    public Failure? CheckSnapshot(ValueList<Point> points, Collection collection)
    {
        var parts = points.ToLookup(OwnerOf);
        List<Difference>? nearest = null;
        foreach (var window in _snapshots)
        {
            var differences = window
                .SelectMany((part, client) => part.Compare([.. parts[client]], VectorsOf(client, collection), shard => IndexesOf(client, collection, shard)))
                .ToList();
            nearest = nearest is null || differences.Count < nearest.Count ? differences : nearest;
        }

        return Strangers(points) ?? (nearest is [var first, ..] ? Describe(OracleNames.Snapshot, first) : null);
    }

    /// <summary>A failure after a kill.</summary>
    public static Failure Describe(string oracle, Difference difference) =>
        new(new FailureSignature(oracle, difference.Observable, Phase.AfterCrash), difference.Text)
        {
            Missing = ValueList.From(difference.Missing),
            Extra = ValueList.From(difference.Extra),
            Different = ValueList.From(difference.Different),
        };

    private Failure? Follow(CrashedChild child, int client, int number, Operation operation, bool wait, ClientPath path)
    {
        var model = _models[client];
        var isAnswered = number < child.Answered[client];
        var isAllowed = OperationRules.Allow(model.Schema, [.. model.Shards.Select(shard => shard.Current)], operation);
        if (isAnswered && child.WasRefused(client, number) == isAllowed)
        {
            return Describe(OracleNames.Updates, new Difference(
                isAllowed ? "refused" : "not refused", $"client {client}: {operation} was {(isAllowed ? "refused, although it breaks no rule" : "accepted, although it breaks a rule")}"));
        }

        var touched = isAllowed ? model.Apply(operation) : [];
        SchemaChanges += isAllowed && operation is SchemaOperation ? 1 : 0;
        foreach (var shard in isAnswered ? touched : [])
        {
            model.Shards[shard].MarkDurable(model.Shards[shard].Last);
        }

        path.Add(isAnswered && wait ? touched : []);
        return null;
    }

    /// <summary>Looks at the points of each client in each shard.</summary>
    private Failure? Check(ValueList<Point> points, Collection collection, Func<ReferenceModel, int, ModelState, Difference?> compare)
    {
        var parts = points.ToLookup(point => (OwnerOf(point), ShardOf(point.Id)));
        for (var client = 0; client < _models.Length; client++)
        {
            for (var shard = 0; shard < _shape.Schema.ShardCount; shard++)
            {
                var found = ModelState.Of(parts[(client, shard)], IndexesOf(client, collection, shard)).With(VectorsOf(client, collection));
                if (compare(_models[client], shard, found) is { } difference)
                {
                    return Describe(OracleNames.Recovery, difference with { Text = $"client {client}: {difference.Text}" });
                }
            }
        }

        return Strangers(points);
    }

    private Failure? Strangers(ValueList<Point> points)
    {
        var strangers = points.Select(point => point.Id).Where(id => !_owners.ContainsKey(id)).ToArray();
        return strangers.Length == 0 ? null : Describe(
            OracleNames.Recovery, new Difference("state", $"points that nobody ever wrote: {string.Join(", ", strangers)}") { Extra = strangers });
    }

    private int OwnerOf(Point point) => _owners.GetValueOrDefault(point.Id, -1);

    private ValueList<VectorSchema> VectorsOf(int client, Collection collection) =>
        client == CrashScript.SchemaClient ? collection.Schema.Vectors : _shape.Schema.Vectors;

    private static ValueList<FieldIndex> IndexesOf(int client, Collection collection, int shard) =>
        client == CrashScript.SchemaClient ? collection.FieldIndexes(shard) : [];

    private static ModelState WithVectors(ModelState state, ValueList<VectorSchema> vectors)
    {
        if (state.Vectors.Equals(vectors))
        {
            return state;
        }

        var gone = state.Vectors.Select(vector => vector.Name).Where(name => vectors.All(vector => vector.Name != name)).ToArray();
        var points = state.Points.Values.Select(point => point with { Vectors = gone.Aggregate(point.Vectors, (left, name) => left.Without(name)) });
        return ModelState.Of(points, state.Indexes.Select(index => new FieldIndex(index.Key, index.Value))).With(vectors);
    }

    /// <summary>The positions that a model has come through in one child: before its first operation, and after each.</summary>
    private sealed class ClientPath
    {
        private readonly ReferenceModel _model;

        public ClientPath(ReferenceModel model)
        {
            _model = model;
            Sent.Add(Positions());
            Applied.Add(Positions());
        }

        /// <summary>By shard, the position after so many operations.</summary>
        public List<IReadOnlyList<int>> Sent { get; } = [];

        /// <summary>By shard, the position that is known to be applied when so many operations are answered.</summary>
        public List<IReadOnlyList<int>> Applied { get; } = [];

        /// <summary>One more operation, which is known to be applied in these shards once it is answered.</summary>
        public void Add(ValueList<int> applied)
        {
            var sent = Positions();
            Applied.Add([.. Applied[^1].Select((before, shard) => applied.Contains(shard) ? sent[shard] : before)]);
            Sent.Add(sent);
        }

        private int[] Positions() => [.. _model.Shards.Select(shard => shard.Last)];
    }
}
