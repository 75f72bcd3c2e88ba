using Sim.Runtime.Files;

namespace Sim.Engine.Storage;

/// <summary>Reading files whole.</summary>
internal static class FileAccessExtensions
{
    /// <summary>All bytes of a file.</summary>
    public static async ValueTask<byte[]> ReadWhole(this IFileSystem files, string path)
    {
        using var file = await files.Open(path, FileOpening.Existing);
        return await file.ReadWhole();
    }

    /// <summary>All bytes of a file, without opening it for writing.</summary>
    public static async ValueTask<byte[]> ReadMapped(this IFileSystem files, string path)
    {
        using var map = await files.Map(path);
        return map.Length <= Array.MaxLength
            ? map.Slice(0, (int)map.Length).ToArray()
            : throw new StorageException(path, Array.MaxLength, "the end of the file", "more bytes than fit into memory");
    }

    /// <summary>All bytes of an open file. A read that comes short is repeated until nothing more comes.</summary>
    public static async ValueTask<byte[]> ReadWhole(this IFile file)
    {
        var bytes = new byte[file.Length];
        var filled = 0;
        while (filled < bytes.Length)
        {
            var count = await file.Read(filled, bytes.AsMemory(filled));
            if (count == 0)
            {
                throw new StorageException(StorageError.InputOutput, file.Path, $"the file ended at {filled} of {bytes.Length} bytes");
            }

            filled += count;
        }

        return bytes;
    }
}
