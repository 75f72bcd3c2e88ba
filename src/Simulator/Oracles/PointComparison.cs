using Sim.Contracts.Points;

namespace Sim.Simulator.Oracles;

/// <summary>Compares lists of points that should be equal.</summary>
internal static class PointComparison
{
    /// <summary>The difference between two lists that should hold equal points in the same order, or null.</summary>
    public static Difference? Compare(string observable, Func<string> describe, IReadOnlyList<Point> expected, IReadOnlyList<Point> found)
    {
        if (AreEqual(expected, found))
        {
            return null;
        }

        var foundById = new Dictionary<PointId, Point>();
        var twice = new SortedSet<PointId>();
        foreach (var point in found)
        {
            if (!foundById.TryAdd(point.Id, point))
            {
                twice.Add(point.Id);
            }
        }

        var expectedById = expected.ToDictionary(p => p.Id);
        var missing = expected.Select(p => p.Id).Where(id => !foundById.ContainsKey(id)).ToArray();
        var extra = foundById.Keys.Where(id => !expectedById.ContainsKey(id)).Order().ToArray();
        var different = new SortedSet<PointId>(twice);
        var details = new List<string>();
        foreach (var point in expected)
        {
            if (foundById.TryGetValue(point.Id, out var other) && !other.Equals(point))
            {
                different.Add(point.Id);
                details.Add(Describe(point, other));
            }
        }

        if (missing.Length == 0 && extra.Length == 0 && different.Count == 0)
        {
            details.Add($"the order is [{string.Join(", ", found.Select(p => p.Id))}]");
        }

        if (twice.Count > 0)
        {
            details.Add($"returned more than once: [{string.Join(", ", twice)}]");
        }

        return new Difference(observable, string.Join("; ", details.Prepend(describe())))
        {
            Missing = missing,
            Extra = extra,
            Different = different,
            Sides = [.. missing.Concat(extra).Concat(different).Select(id => new PointSides(id, expectedById.GetValueOrDefault(id), foundById.GetValueOrDefault(id)))],
        };
    }

    private static bool AreEqual(IReadOnlyList<Point> expected, IReadOnlyList<Point> found)
    {
        if (expected.Count != found.Count)
        {
            return false;
        }

        for (var i = 0; i < expected.Count; i++)
        {
            if (!expected[i].Equals(found[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static string Describe(Point expected, Point found)
    {
        var parts = new List<string>();
        if (!expected.Vectors.Equals(found.Vectors))
        {
            parts.Add($"vectors {found.Vectors} instead of {expected.Vectors}");
        }

        if (!expected.Payload.Equals(found.Payload))
        {
            parts.Add($"payload {found.Payload} instead of {expected.Payload}");
        }

        return $"point {expected.Id} has {string.Join(" and ", parts)}";
    }
}
