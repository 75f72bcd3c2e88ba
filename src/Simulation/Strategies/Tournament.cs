namespace Sim.Simulation.Strategies;

/// <summary>
/// Says which of many numbered sets has the highest key: a tree of matches, in which a changed key is played again against its opponents on the way to
/// the root only. A key of 0 is that of a set with nothing in it.
/// </summary>
internal sealed class Tournament
{
    // Of the match at i, 1 being the last one, the players are the winners of those at 2i and 2i+1; below the first matches stand the sets themselves.
    private int[] _winners = new int[2];
    private ulong[] _keys = new ulong[1];

    /// <summary>The number of the set with the highest key.</summary>
    public int Winner => _winners[1];

    /// <summary>Gives the set with this number a key.</summary>
    public void Enter(int set, ulong key)
    {
        if (set >= _keys.Length)
        {
            Grow(set);
        }

        if (_keys[set] == key)
        {
            return;
        }

        _keys[set] = key;
        for (var match = (_keys.Length + set) / 2; match >= 1; match /= 2)
        {
            _winners[match] = Play(match);
        }
    }

    private int Play(int match)
    {
        var (left, right) = (_winners[match * 2], _winners[(match * 2) + 1]);
        return _keys[left] >= _keys[right] ? left : right;
    }

    private void Grow(int set)
    {
        var size = _keys.Length;
        while (size <= set)
        {
            size *= 2;
        }

        Array.Resize(ref _keys, size);
        _winners = new int[size * 2];
        for (var i = 0; i < size; i++)
        {
            _winners[size + i] = i;
        }

        for (var match = size - 1; match >= 1; match--)
        {
            _winners[match] = Play(match);
        }
    }
}
