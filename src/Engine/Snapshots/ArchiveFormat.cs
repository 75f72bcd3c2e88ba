using System.Buffers.Binary;
using Sim.Engine.Storage;

namespace Sim.Engine.Snapshots;

/// <summary>
/// The format of an archive, little-endian: a file header; entries; an end. docs/formats/snapshot.md describes it byte by byte.
/// </summary>
internal static class ArchiveFormat
{
    /// <summary>What an entry begins with, before its name: the letters FILE, the checksum of what follows up to the name's end, the content's length (8), the name's (4).</summary>
    public const int EntryHeader = 20;

    /// <summary>The end: the letters DONE, the checksum of what follows, the number of entries (8), the sum of their contents' lengths (8).</summary>
    public const int End = 24;

    /// <summary>How many bytes are read or written at once.</summary>
    public const int ChunkSize = 64 * 1024;

    /// <summary>No name of a collection's files comes near it.</summary>
    public const int NameBytesMax = 200;

    /// <summary>What an entry begins with: FILE.</summary>
    public static readonly uint EntryMagic = BinaryPrimitives.ReadUInt32LittleEndian("FILE"u8);

    /// <summary>What the end begins with: DONE.</summary>
    public static readonly uint EndMagic = BinaryPrimitives.ReadUInt32LittleEndian("DONE"u8);

    /// <summary>The offset of the first entry.</summary>
    public static int Start => FileHeader.Size;
}
