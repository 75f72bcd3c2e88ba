using System.Runtime.InteropServices;

namespace Sim.Runtime.OperatingSystem;

/// <summary>
/// Flushes a directory, which the framework cannot: it refuses to open one. See fsync(2): flushing a file does not mean that the entry in
/// its directory has reached the disk too.
/// </summary>
internal static partial class DirectoryFlush
{
    private const int OpenForReading = 0;
    private const int LinuxCloseOnExec = 0x80000;
    private const int Interrupted = 4;

    /// <summary>Returns once the names in the directory survive a crash.</summary>
    internal static void Flush(string path)
    {
        if (System.OperatingSystem.IsWindows())
        {
            // Windows has no such call. NTFS writes changes of names to its journal, and flushing a file flushes the journal up to it.
            return;
        }

        var flags = OpenForReading | (System.OperatingSystem.IsLinux() ? LinuxCloseOnExec : 0);
        var descriptor = Retry(() => Open(path, flags), "open", path);
        try
        {
            Retry(() => FlushDescriptor(descriptor), "fsync", path);
        }
        finally
        {
            // Whatever close says, the descriptor is gone, and the flush has already reported what matters.
            _ = Close(descriptor);
        }
    }

    private static int Retry(Func<int> call, string action, string path)
    {
        while (true)
        {
            var result = call();
            if (result >= 0)
            {
                return result;
            }

            var errorNumber = Marshal.GetLastPInvokeError();
            if (errorNumber != Interrupted)
            {
                throw OperatingSystemFault.FromErrorNumber(path, action, errorNumber);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
