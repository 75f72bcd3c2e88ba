using Sim.Contracts;
using Sim.Contracts.Payloads;

namespace Sim.Engine.FieldIndexes;

/// <summary>The way from a payload to the value of a field.</summary>
internal static class FieldPath
{
    /// <summary>The value under names of nested objects joined by dots; null when something on the way is missing or no object.</summary>
    public static PayloadValue? Find(NameMap<PayloadValue> payload, string path)
    {
        var entries = payload;
        while (true)
        {
            var dot = path.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                return entries.Get(path);
            }

            if (entries.Get(path[..dot]) is not { Kind: PayloadKind.Object } inner)
            {
                return null;
            }

            entries = inner.Object;
            path = path[(dot + 1)..];
        }
    }
}
