using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Operations;
using Sim.Contracts.Schema;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads operations: an object with one member, which names the kind.</summary>
internal sealed class OperationJson : IOperationVisitor<KeyValuePair<string, JsonNode?>>
{
    private static readonly OperationJson Writer = new();

    /// <summary>The names of the kinds.</summary>
    public static readonly ValueList<string> Kinds =
    [
        "upsert", "insertOnly", "updateOnly", "delete", "setPayload", "overwritePayload", "deletePayload", "clearPayload", "updateVectors",
        "deleteVectors", "createVectorName", "deleteVectorName", "byFilter", "createIndex", "dropIndex",
    ];

    /// <summary>The kind of an operation and its content.</summary>
    public static KeyValuePair<string, JsonNode?> Write(Operation operation) => operation.Accept(Writer);

    /// <summary>Reads the content of an operation of this kind.</summary>
    public static Operation Read(string kind, JsonPlace place)
    {
        switch (kind)
        {
            case "upsert":
                return new UpsertPoints(place.Items(ContractJson.ReadPoint));
            case "insertOnly":
                return new UpsertPoints(place.Items(ContractJson.ReadPoint)) { Mode = UpsertMode.InsertOnly };
            case "updateOnly":
                return new UpsertPoints(place.Items(ContractJson.ReadPoint)) { Mode = UpsertMode.UpdateOnly };
            case "delete":
                return new DeletePoints(ContractJson.ReadIds(place));
            case "setPayload":
                var set = place.Members("ids", "payload", "key?");
                return new SetPayload(ContractJson.ReadIds(set["ids"]), ContractJson.ReadPayload(set["payload"]))
                {
                    Key = set.TryGetValue("key", out var key) ? key.Text() : null,
                };
            case "overwritePayload":
                var overwrite = place.Members("ids", "payload");
                return new OverwritePayload(ContractJson.ReadIds(overwrite["ids"]), ContractJson.ReadPayload(overwrite["payload"]));
            case "deletePayload":
                var delete = place.Members("ids", "keys");
                return new DeletePayload(ContractJson.ReadIds(delete["ids"]), delete["keys"].Items(p => p.Text()));
            case "clearPayload":
                return new ClearPayload(ContractJson.ReadIds(place));
            case "updateVectors":
                return new UpdateVectors(place.Items(ContractJson.ReadPointVectors));
            case "deleteVectors":
                var vectors = place.Members("ids", "names");
                return new DeleteVectors(ContractJson.ReadIds(vectors["ids"]), vectors["names"].Items(p => p.Text()));
            case "createVectorName":
                return new CreateVectorName(ContractJson.ReadVectorSchema(place));
            case "deleteVectorName":
                return new DeleteVectorName(place.Text());
            case "createIndex":
                var index = FieldJson.ReadIndex(place);
                return new CreateFieldIndex(index.Field, index.Type);
            case "dropIndex":
                return new DropFieldIndex(place.Text());
            case "byFilter":
                return ReadByFilter(place);
            default:
                throw place.Error($"'{kind}' is not a kind of operation");
        }
    }

    public KeyValuePair<string, JsonNode?> Visit(UpsertPoints operation) => new(
        operation.Mode switch
        {
            UpsertMode.Upsert => "upsert",
            UpsertMode.InsertOnly => "insertOnly",
            UpsertMode.UpdateOnly => "updateOnly",
        },
        new JsonArray([.. operation.Points.Select(ContractJson.Write)]));

    public KeyValuePair<string, JsonNode?> Visit(DeletePoints operation) => new("delete", ContractJson.Write(operation.Ids));

    public KeyValuePair<string, JsonNode?> Visit(SetPayload operation)
    {
        var node = new JsonObject { ["ids"] = ContractJson.Write(operation.Ids), ["payload"] = ContractJson.Write(operation.Payload) };
        if (operation.Key is { } key)
        {
            node["key"] = key;
        }

        return new("setPayload", node);
    }

    public KeyValuePair<string, JsonNode?> Visit(OverwritePayload operation) => new(
        "overwritePayload", new JsonObject { ["ids"] = ContractJson.Write(operation.Ids), ["payload"] = ContractJson.Write(operation.Payload) });

    public KeyValuePair<string, JsonNode?> Visit(DeletePayload operation) => new(
        "deletePayload",
        new JsonObject
        {
            ["ids"] = ContractJson.Write(operation.Ids),
            ["keys"] = new JsonArray([.. operation.Keys.Select(k => JsonValue.Create(k))]),
        });

    public KeyValuePair<string, JsonNode?> Visit(ClearPayload operation) => new("clearPayload", ContractJson.Write(operation.Ids));

    public KeyValuePair<string, JsonNode?> Visit(UpdateVectors operation) =>
        new("updateVectors", new JsonArray([.. operation.Points.Select(ContractJson.Write)]));

    public KeyValuePair<string, JsonNode?> Visit(DeleteVectors operation) => new(
        "deleteVectors",
        new JsonObject
        {
            ["ids"] = ContractJson.Write(operation.Ids),
            ["names"] = new JsonArray([.. operation.Names.Select(n => (JsonNode)JsonValue.Create(n))]),
        });

    public KeyValuePair<string, JsonNode?> Visit(CreateVectorName operation) => new("createVectorName", ContractJson.Write(operation.Vector));

    public KeyValuePair<string, JsonNode?> Visit(DeleteVectorName operation) => new("deleteVectorName", JsonValue.Create(operation.Name));

    public KeyValuePair<string, JsonNode?> Visit(ByFilter operation)
    {
        var inner = Write(operation.Operation);
        return new("byFilter", new JsonObject { ["filter"] = FilterJson.WriteFilter(operation.Filter), [inner.Key] = inner.Value });
    }

    public KeyValuePair<string, JsonNode?> Visit(CreateFieldIndex operation) =>
        new("createIndex", FieldJson.Write(new FieldIndex(operation.Field, operation.Type)));

    public KeyValuePair<string, JsonNode?> Visit(DropFieldIndex operation) => new("dropIndex", JsonValue.Create(operation.Field));

    // The filter first, then the operation under the name of its kind.
    private static ByFilter ReadByFilter(JsonPlace place)
    {
        var members = place.Members(["filter", .. Kinds.Select(kind => $"{kind}?")]);
        var filter = FilterJson.ReadFilter(members["filter"]);
        var kinds = members.Keys.Where(name => name != "filter").ToArray();
        return kinds.Length == 1 && Read(kinds[0], members[kinds[0]]) is PointsOperation operation
            ? new ByFilter(filter, operation)
            : throw place.Error("an operation by filter needs one operation on ids beside its filter");
    }
}
