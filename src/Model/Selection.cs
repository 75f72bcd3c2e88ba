using Sim.Contracts;
using Sim.Contracts.Payloads;
using Sim.Contracts.Points;
using Sim.Contracts.Queries;

namespace Sim.Model;

/// <summary>What a read with selectors returns of a point.</summary>
public static class Selection
{
    /// <summary>The point with what is selected of its payload and vectors.</summary>
    public static Point Of(Point point, PayloadSelector payload, VectorSelector vectors)
    {
        if (payload.Selection == PayloadSelection.All && vectors.Names is null)
        {
            return point;
        }

        var selected = NameMap<PayloadValue>.Empty;
        foreach (var (name, value) in point.Payload)
        {
            var isSelected = payload.Selection switch
            {
                PayloadSelection.None => false,
                PayloadSelection.All => true,
                PayloadSelection.Include => payload.Fields.Contains(name),
                PayloadSelection.Exclude => !payload.Fields.Contains(name),
            };
            selected = isSelected ? selected.With(name, value) : selected;
        }

        var kept = point.Vectors;
        foreach (var name in point.Vectors.Names)
        {
            kept = vectors.Names is null || vectors.Names.Contains(name) ? kept : kept.Without(name);
        }

        return new Point(point.Id, kept, selected);
    }
}
