using Sim.Runtime.Randomness;

namespace Sim.Simulation.Disks;

/// <summary>
/// What a random crash does to one file. How the kernel wrote the file back is drawn first: not at all, all of it, in order up to some moment,
/// or here and there. Were each write decided on its own alone, long lists would never survive or vanish as a whole, which is what they
/// mostly do. Every answer is a hash of the rule's seed, the file, the ordinal of the change since the last flush, and the sector.
/// </summary>
internal readonly struct FileCrash
{
    private readonly ulong _seed;
    private readonly WriteBack _mode;
    private readonly int _stop;

    public FileCrash(ulong seed, ulong file, int changes)
    {
        _seed = StableHash.Combine(StableHash.Combine(seed, StableHash.Of("file")), file);

        // The odds that a file is written back at all are drawn for the whole disk, so that "all but one file" is likely now and then.
        var wholeFiles = 2 + (StableHash.Combine(seed, StableHash.Of("files")) % 6);
        var draw = StableHash.Combine(_seed, StableHash.Of("mode"));
        if (draw % 8 < wholeFiles)
        {
            _mode = ((draw >> 8) % 8) < (StableHash.Combine(seed, StableHash.Of("kept")) % 9) ? WriteBack.All : WriteBack.None;
        }
        else
        {
            _mode = (draw >> 8) % 2 == 0 ? WriteBack.InOrder : WriteBack.HereAndThere;
        }

        _stop = changes;
        if (_mode == WriteBack.InOrder)
        {
            var hazard = 2UL << (int)((draw >> 16) % 4);
            _stop = 0;
            while (_stop < changes && Draw(_stop, "stop") % hazard != 0)
            {
                _stop++;
            }
        }
    }

    private enum WriteBack
    {
        None,
        All,
        InOrder,
        HereAndThere,
    }

    /// <summary>Whether a change of the length has reached the disk.</summary>
    public bool KeepsLength(int change) => _mode switch
    {
        WriteBack.None => false,
        WriteBack.All => true,
        WriteBack.InOrder => change < _stop || (change == _stop && Draw(change, "length") % 2 == 0),
        WriteBack.HereAndThere => Fate(change) switch
        {
            WriteFate.Kept => true,
            WriteFate.Dropped => Draw(change, "length") % 4 == 0,
            WriteFate.Torn => Draw(change, "length") % 2 == 0,
        },
    };

    /// <summary>Whether what a change made of a sector has reached the disk.</summary>
    public bool KeepsSector(int change, int sector) => _mode switch
    {
        WriteBack.None => false,
        WriteBack.All => true,
        WriteBack.InOrder => change < _stop || (change == _stop && Coin(change, sector)),
        WriteBack.HereAndThere => Fate(change) switch
        {
            WriteFate.Kept => true,
            WriteFate.Dropped => false,
            WriteFate.Torn => Coin(change, sector),
        },
    };

    private WriteFate Fate(int change) => (WriteFate)(Draw(change, "fate") % 3);

    private bool Coin(int change, int sector) => StableHash.Combine(Draw(change, "sector"), (ulong)sector) % 2 == 0;

    private ulong Draw(int change, string what) => StableHash.Combine(StableHash.Combine(_seed, StableHash.Of(what)), (ulong)change);

    private enum WriteFate
    {
        Kept = 0,
        Dropped = 1,
        Torn = 2,
    }
}
