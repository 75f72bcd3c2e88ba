namespace Sim.Engine.Defects;

/// <summary>The defects that are switched on in one collection.</summary>
internal sealed class DefectSet
{
    /// <summary>No defect: the engine as it ships.</summary>
    public static readonly DefectSet None = new(0);

    private readonly ulong _bits;

    private DefectSet(ulong bits) => _bits = bits;

    /// <summary>The set of these defects.</summary>
    public static DefectSet Of(IEnumerable<Defect> defects)
    {
        var bits = 0UL;
        foreach (var defect in defects)
        {
            bits |= 1UL << (int)defect;
        }

        return bits == 0 ? None : new DefectSet(bits);
    }

    /// <summary>True when this defect is switched on.</summary>
    public bool Has(Defect defect) => (_bits & (1UL << (int)defect)) != 0;
}
