using System.Numerics;
using Sim.Runtime.Files;
using Sim.Simulation.Tracing;

namespace Sim.Simulation.Disks;

/// <summary>
/// The bytes of a file, and the changes that were not flushed. Only the current bytes are kept whole; each change keeps what it overwrote, so
/// that a flush forgets a list, an append keeps nothing, and the durable bytes are found by undoing, which only a crash does.
/// </summary>
internal sealed class FileNode(string birthPath, int birth, ChangeCounter counter) : Node(birthPath, birth)
{
    public const int SectorSize = 512;

    private readonly List<Change> _changes = [];
    private byte[] _bytes = [];
    private int _length;
    private long _settled;
    private int _lost;

    /// <summary>The length in bytes, with every change.</summary>
    public int Length => _length;

    /// <summary>The bytes, with every change.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>How many changes there were in its life.</summary>
    public long ChangeCount => _settled + _changes.Count;

    /// <summary>How many changes a crash may undo.</summary>
    public int Unsettled => _lost == 0 ? _changes.Count : _changes.Count(change => change.Fate != ChangeFate.Settled);

    /// <summary>The number of maps open in <see cref="MappedIn"/>.</summary>
    public int Maps { get; set; }

    /// <summary>The run in which somebody took the lock that the file stands for; 0 when it is free. A kill frees it, as it ends the run.</summary>
    public int LockedIn { get; set; }

    /// <summary>The run in which it was mapped last: maps do not outlive a run, even a killed one.</summary>
    public int MappedIn { get; set; }

    public int Read(long offset, Span<byte> buffer)
    {
        if (offset >= _length)
        {
            return 0;
        }

        var count = (int)Math.Min(buffer.Length, _length - offset);
        _bytes.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        var start = Position(offset);
        var end = Position(offset + data.Length);
        var before = start < _length ? _bytes.AsSpan(start, Math.Min(end, _length) - start).ToArray() : [];
        _changes.Add(new Change(counter.Next(), start, end, _length, Math.Max(end, _length), before));
        Reserve(end);
        data.CopyTo(_bytes.AsSpan(start));
        _length = Math.Max(_length, end);
    }

    public void SetLength(long length)
    {
        var end = Position(length);
        var before = end < _length ? _bytes.AsSpan(end, _length - end).ToArray() : [];
        _changes.Add(new Change(counter.Next(), end, Math.Max(end, _length), _length, end, before));
        Reserve(end);
        if (end < _length)
        {
            // Beyond the length all bytes are zero, so that an extension has nothing to do.
            _bytes.AsSpan(end, _length - end).Clear();
        }

        _length = end;
    }

    /// <summary>Settles the changes up to this <see cref="ChangeCount"/>.</summary>
    public void Settle(long upTo)
    {
        var count = (int)Math.Clamp(upTo - _settled, 0, _changes.Count);
        if (_lost > 0)
        {
            // What was lost stays in the list, and so does what follows it: a crash needs them to find the durable bytes.
            for (var i = 0; i < count; i++)
            {
                if (_changes[i].Fate == ChangeFate.Pending)
                {
                    _changes[i] = _changes[i] with { Fate = ChangeFate.Settled };
                }
            }

            count = Math.Max(0, _changes.FindIndex(change => change.Fate == ChangeFate.Lost));
        }

        _changes.RemoveRange(0, count);
        _settled += count;
    }

    /// <summary>
    /// A flush has failed and the kernel has marked the pages clean: programs see the changes up to this <see cref="ChangeCount"/>, but no later flush
    /// settles them. A later change of the same sector brings the sector along as it then is.
    /// </summary>
    public void Lose(long upTo)
    {
        var count = (int)Math.Clamp(upTo - _settled, 0, _changes.Count);
        for (var i = 0; i < count; i++)
        {
            if (_changes[i].Fate == ChangeFate.Pending)
            {
                _changes[i] = _changes[i] with { Fate = ChangeFate.Lost };
                _lost++;
            }
        }
    }

    /// <summary>Changes one bit where it lies, in the page cache and on the disk alike; nothing in an empty file.</summary>
    public void FlipBit(uint draw)
    {
        if (_length > 0)
        {
            var bit = (long)draw % ((long)_length * 8);
            _bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        }
    }

    /// <summary>Leaves what a crash leaves, by this rule. See <see cref="SimulatedDisk"/> for what is legal.</summary>
    public void Crash(CrashRule rule, Trace trace, CrashRecord? record)
    {
        var count = _changes.Count;
        if (count == 0)
        {
            return;
        }

        switch (rule.Mode)
        {
            case CrashMode.KeepAll:
                break;
            case CrashMode.DropAll when _lost > 0:
                CrashByChoice((_, _) => false, _ => false, record);
                break;
            case CrashMode.DropAll:
                for (var i = count - 1; i >= 0; i--)
                {
                    Undo(_changes[i]);
                }

                break;
            case CrashMode.Random:
                var crash = new FileCrash(rule.Seed, Key, count);
                CrashByChoice(crash.KeepsSector, crash.KeepsLength, record);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule));
        }

        Settle(trace);
    }

    /// <summary>Leaves what a crash leaves that keeps these changes. Nothing of the others survives.</summary>
    public void Crash(CrashChoice choice, Trace trace, CrashRecord? record)
    {
        if (_changes.Count > 0)
        {
            var changes = _changes;
            CrashByChoice(
                (i, sector) => choice.FateOf(changes[i].Number) switch
                {
                    CrashFate.Dropped or CrashFate.LengthOnly => false,
                    CrashFate.Torn => sector <= (changes[i].Start / SectorSize) + ((((changes[i].End - 1) / SectorSize) - (changes[i].Start / SectorSize)) / 2),
                    CrashFate.Kept => true,
                },
                i => choice.FateOf(changes[i].Number) != CrashFate.Dropped,
                record);
            Settle(trace);
        }
    }

    /// <summary>Leaves what a crash has left of a file like this.</summary>
    /// <param name="outcome">What it left; null where nothing is said about the file.</param>
    /// <param name="keepsOthers">Whether the changes survive about which nothing is said.</param>
    /// <param name="trace">The trace.</param>
    public void Crash(FileOutcome? outcome, bool keepsOthers, Trace trace)
    {
        if (_changes.Count == 0)
        {
            return;
        }

        if (outcome is not null || !keepsOthers)
        {
            var writes = outcome?.Writes.ToDictionary(write => write.Write) ?? [];
            CrashByChoice(
                (i, sector) => writes.TryGetValue(i, out var write)
                    ? write.Kept.Any(range => range.Start.Value < (sector + 1) * SectorSize && range.End.Value > sector * SectorSize)
                    : keepsOthers,
                i => writes.TryGetValue(i, out var write) ? write.KeepsLength : keepsOthers,
                null);
        }

        Settle(trace);
    }

    /// <summary>The changes that a crash may undo, oldest first, under this path.</summary>
    public IEnumerable<UnsettledChange> UnsettledChanges(string path) => _changes
        .Where(change => change.Fate == ChangeFate.Pending)
        .Select(change => new UnsettledChange(change.Number, path, change.Start, Math.Max(0, change.End - change.Start))
        {
            IsTearable = change.Start / SectorSize < (change.End - 1) / SectorSize,
            ChangesLength = change.LengthAfter != change.LengthBefore,
        });

    /// <summary>A file of its own with the same bytes and changes.</summary>
    public FileNode Copy(ChangeCounter ofCopy)
    {
        // What a change has overwritten is never written to, so both may refer to it.
        var copy = new FileNode(BirthPath, Birth, ofCopy) { _bytes = _bytes.AsSpan().ToArray(), _length = _length, _settled = _settled, _lost = _lost };
        copy._changes.AddRange(_changes);
        return copy;
    }

    private void Settle(Trace trace)
    {
        trace.Detail(Trace.Checksum(Bytes.Span));
        trace.Add(TraceEventKind.Crash, 0, null, Key, "file with unflushed changes", 0, BirthPath, _length, _changes.Count);
        _settled += _changes.Count;
        _changes.Clear();
        _lost = 0;
    }

    private void CrashByChoice(Func<int, int, bool> keepsSector, Func<int, bool> keepsLength, CrashRecord? record)
    {
        record?.Add(this, _lost > 0, [.. _changes.Select((change, i) => OutcomeOf(change, i, keepsSector, keepsLength)).OfType<RecordedWrite>()]);

        // 1. Undo everything, newest first, and keep what each change had made of its range: below are the durable bytes.
        var after = new byte[_changes.Count][];
        var reach = _length;
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            var change = _changes[i];
            reach = Math.Max(reach, Math.Max(change.End, change.LengthBefore));
            after[i] = _bytes.AsSpan(change.Start, Math.Max(0, change.End - change.Start)).ToArray();
            Undo(change);
        }

        // 2. Find the last change that reached the disk, of each sector and of the length.
        var versions = new int[(reach / SectorSize) + 1];
        Array.Fill(versions, -1);
        var lengthVersion = -1;
        var isFlushedLater = false;
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            var change = _changes[i];
            // A flush that succeeds writes the inode, and the length with it, whatever has become of the pages.
            isFlushedLater |= change.Fate == ChangeFate.Settled;
            if (lengthVersion < 0 && change.LengthAfter != change.LengthBefore && (change.Fate switch
            {
                ChangeFate.Settled => true,
                ChangeFate.Lost => isFlushedLater,
                ChangeFate.Pending => keepsLength(i),
            }))
            {
                lengthVersion = i;
            }

            for (var sector = change.Start / SectorSize; sector * SectorSize < change.End; sector++)
            {
                var isKept = versions[sector] < 0 && change.Fate switch
                {
                    ChangeFate.Settled => true,
                    ChangeFate.Lost => false,
                    ChangeFate.Pending => keepsSector(i, sector),
                };
                if (isKept)
                {
                    versions[sector] = i;
                }
            }
        }

        // 3. Redo the changes, oldest first, in each sector up to its last. A cut that reached the disk has cleared its range as well.
        for (var i = 0; i < _changes.Count; i++)
        {
            var change = _changes[i];
            var isSettledCut = i <= lengthVersion && change.LengthAfter < change.LengthBefore;
            for (var sector = change.Start / SectorSize; sector * SectorSize < change.End; sector++)
            {
                if (i <= versions[sector] || isSettledCut)
                {
                    var start = Math.Max(change.Start, sector * SectorSize);
                    var end = Math.Min(change.End, (sector + 1) * SectorSize);
                    Reserve(end);
                    after[i].AsSpan(start - change.Start, end - start).CopyTo(_bytes.AsSpan(start));
                }
            }
        }

        // 4. The length decides what of it is visible.
        if (lengthVersion >= 0)
        {
            _length = _changes[lengthVersion].LengthAfter;
            Reserve(_length);
        }

        _bytes.AsSpan(_length).Clear();
    }

    private static RecordedWrite? OutcomeOf(Change change, int i, Func<int, int, bool> keepsSector, Func<int, bool> keepsLength)
    {
        if (change.Fate != ChangeFate.Pending)
        {
            return null;
        }

        var kept = new List<Range>();
        var isWhole = true;
        for (var sector = change.Start / SectorSize; sector * SectorSize < change.End; sector++)
        {
            if (!keepsSector(i, sector))
            {
                isWhole = false;
                continue;
            }

            var (start, end) = (Math.Max(change.Start, sector * SectorSize), Math.Min(change.End, (sector + 1) * SectorSize));
            if (kept.Count > 0 && kept[^1].End.Value == start)
            {
                kept[^1] = kept[^1].Start.Value..end;
            }
            else
            {
                kept.Add(start..end);
            }
        }

        // Where the length did not change, nothing is said about it.
        var changesLength = change.LengthAfter != change.LengthBefore;
        var keeps = changesLength && keepsLength(i);
        return new RecordedWrite(new WriteOutcome(i, keeps, [.. kept]), isWhole && keeps == changesLength, kept.Count == 0 && !keeps);
    }

    private void Undo(Change change)
    {
        _bytes.AsSpan(change.Start, Math.Max(0, Math.Min(_bytes.Length, change.End) - change.Start)).Clear();
        change.Before.CopyTo(_bytes.AsSpan(change.Start));
        _length = change.LengthBefore;
    }

    private void Reserve(int length)
    {
        if (length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(BitOperations.RoundUpToPowerOf2((uint)length), SectorSize)));
        }
    }

    private int Position(long offset) => offset <= Array.MaxLength
        ? (int)offset
        : throw new StorageException(StorageError.Full, BirthPath, $"a simulated file has no room for {offset} bytes");

    /// <summary>A write, or a new length, with what undoes it.</summary>
    /// <param name="Number">Its place among all changes of the disk.</param>
    /// <param name="Start">The first byte that it changed.</param>
    /// <param name="End">The byte after the last that it changed.</param>
    /// <param name="LengthBefore">The length of the file before.</param>
    /// <param name="LengthAfter">The length of the file after.</param>
    /// <param name="Before">What it overwrote, from <paramref name="Start"/> on; beyond that there were zeros.</param>
    private readonly record struct Change(long Number, int Start, int End, int LengthBefore, int LengthAfter, byte[] Before)
    {
        public ChangeFate Fate { get; init; }
    }

    /// <summary>What has become of a change.</summary>
    private enum ChangeFate
    {
        /// <summary>In the page cache; a crash may undo it.</summary>
        Pending = 0,

        /// <summary>Flushed after a change that was lost.</summary>
        Settled = 1,

        /// <summary>In the page cache, and taken for clean by the kernel: a crash undoes it.</summary>
        Lost = 2,
    }
}
