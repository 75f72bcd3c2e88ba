using Sim.Runtime.Files;

namespace Sim.Runtime.OperatingSystem;

/// <summary>Turns the framework's exceptions for failing files into the one that the seam promises.</summary>
internal static class OperatingSystemFault
{
    // Off Windows the framework puts the number of the C library's error into HResult as it is; on Windows, a system error with a prefix.
    private const int NoEntry = 2;
    private const int Again = 11;
    private const int AccessDenied = 13;
    private const int Exists = 17;
    private const int NoSpace = 28;
    private const int LinuxNotEmpty = 39;
    private const int AppleNotEmpty = 66;
    private const int LinuxQuota = 122;

    private const int WindowsPrefix = unchecked((int)0x80070000);
    private const int WindowsSharing = WindowsPrefix | 32;
    private const int WindowsLock = WindowsPrefix | 33;
    private const int WindowsHandleDiskFull = WindowsPrefix | 39;
    private const int WindowsFileExists = WindowsPrefix | 80;
    private const int WindowsDiskFull = WindowsPrefix | 112;
    private const int WindowsNotEmpty = WindowsPrefix | 145;
    private const int WindowsAlreadyExists = WindowsPrefix | 183;

    /// <summary>True for what the framework throws when a file, not its user, is at fault.</summary>
    internal static bool IsFault(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The fault that <paramref name="cause"/> describes.</summary>
    internal static StorageException From(string path, Exception cause) => new(KindOf(cause), path, cause.Message, cause);

    /// <summary>The fault behind an error number of the C library.</summary>
    internal static StorageException FromErrorNumber(string path, string action, int errorNumber) =>
        new(KindOfErrorNumber(errorNumber), path, $"{action} failed with error number {errorNumber}");

    private static StorageError KindOf(Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException => StorageError.NotFound,
        UnauthorizedAccessException => StorageError.Locked,
        _ => KindOfErrorNumber(cause.HResult),
    };

    private static StorageError KindOfErrorNumber(int errorNumber) => errorNumber switch
    {
        NoEntry => StorageError.NotFound,
        Again or AccessDenied or WindowsSharing or WindowsLock => StorageError.Locked,
        NoSpace or LinuxQuota or WindowsDiskFull or WindowsHandleDiskFull => StorageError.Full,
        Exists or LinuxNotEmpty or AppleNotEmpty => StorageError.AlreadyExists,
        WindowsFileExists or WindowsAlreadyExists or WindowsNotEmpty => StorageError.AlreadyExists,
        _ => StorageError.InputOutput,
    };
}
