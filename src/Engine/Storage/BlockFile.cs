namespace Sim.Engine.Storage;

/// <summary>
/// A file that is written once, front to back, and then mapped for reading: header, content, one checksum for each block of content,
/// the length of the content, the number of blocks, and the checksum of all checksums. The content is contiguous, so that vectors can be
/// used where they lie.
/// </summary>
internal static class BlockFile
{
    public const int BlockSize = 64 * 1024;

    /// <summary>Length of the content (8), number of blocks (4), checksum of the trailer (4).</summary>
    public const int TrailerSize = 16;
}
