using System.Text.Json.Nodes;
using Sim.Contracts;
using Sim.Contracts.Operations;

namespace Sim.Simulator.Corpus;

/// <summary>Writes and reads operations: an object with one member, which names the kind.</summary>
internal sealed class OperationJson : IOperationVisitor<KeyValuePair<string, JsonNode?>>
{
    private static readonly OperationJson Writer = new();

    /// <summary>The names of the kinds.</summary>
    public static readonly ValueList<string> Kinds = ["upsert", "delete", "setPayload", "overwritePayload", "deletePayload", "clearPayload"];

    /// <summary>The kind of an operation and its content.</summary>
    public static KeyValuePair<string, JsonNode?> Write(Operation operation) => operation.Accept(Writer);

    /// <summary>Reads the content of an operation of this kind.</summary>
    public static Operation Read(string kind, JsonPlace place)
    {
        switch (kind)
        {
            case "upsert":
                return new UpsertPoints(place.Items(ContractJson.ReadPoint));
            case "delete":
                return new DeletePoints(ContractJson.ReadIds(place));
            case "setPayload":
                var set = place.Members("ids", "payload");
                return new SetPayload(ContractJson.ReadIds(set["ids"]), ContractJson.ReadPayload(set["payload"]));
            case "overwritePayload":
                var overwrite = place.Members("ids", "payload");
                return new OverwritePayload(ContractJson.ReadIds(overwrite["ids"]), ContractJson.ReadPayload(overwrite["payload"]));
            case "deletePayload":
                var delete = place.Members("ids", "keys");
                return new DeletePayload(ContractJson.ReadIds(delete["ids"]), delete["keys"].Items(p => p.Text()));
            case "clearPayload":
                return new ClearPayload(ContractJson.ReadIds(place));
            default:
                throw place.Error($"'{kind}' is not a kind of operation");
        }
    }

    public KeyValuePair<string, JsonNode?> Visit(UpsertPoints operation) =>
        new("upsert", new JsonArray([.. operation.Points.Select(ContractJson.Write)]));

    public KeyValuePair<string, JsonNode?> Visit(DeletePoints operation) => new("delete", ContractJson.Write(operation.Ids));

    public KeyValuePair<string, JsonNode?> Visit(SetPayload operation) => new(
        "setPayload", new JsonObject { ["ids"] = ContractJson.Write(operation.Ids), ["payload"] = ContractJson.Write(operation.Payload) });

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
}
