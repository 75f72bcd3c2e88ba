using System.Text;
using Sim.Runtime.Files;
using Sim.Runtime.OperatingSystem;

namespace Sim.Runtime.Tests.OperatingSystem;

public sealed class OperatingSystemFilesTests : IDisposable
{
    private readonly OperatingSystemFiles _files = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("sim-files-").FullName.Replace('\\', '/');

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_was_written_and_flushed_is_read_again()
    {
        using (var file = await _files.Open(At("a"), FileOpening.New))
        {
            await file.Write(0, "hello"u8.ToArray());
            await file.Write(5, " world"u8.ToArray());
            await file.Flush();
            Assert.Equal(11, file.Length);
            Assert.Equal(At("a"), file.Path);
        }

        await _files.FlushDirectory(_directory);
        Assert.Equal("hello world", await Content("a"));
    }

    [Fact]
    public async Task A_read_comes_short_only_at_the_end()
    {
        using var file = await Written("a", "hello");
        var buffer = new byte[8];
        Assert.Equal(2, await file.Read(3, buffer));
        Assert.Equal("lo"u8, buffer.AsSpan(0, 2));
        Assert.Equal(0, await file.Read(5, buffer));
        Assert.Equal(0, await file.Read(500, buffer));
        Assert.Equal(0, await file.Read(0, Memory<byte>.Empty));
    }

    [Fact]
    public async Task A_lock_has_one_holder_until_it_is_disposed()
    {
        var held = await _files.Lock(At("lock"));
        var error = await Assert.ThrowsAsync<StorageException>(async () => await _files.Lock(At("lock")));
        Assert.Equal(StorageError.Locked, error.Error);
        held.Dispose();
        (await _files.Lock(At("lock"))).Dispose();
    }

    [Fact]
    public async Task A_gap_reads_as_zeros()
    {
        using var file = await Written("a", "x");
        await file.Write(10_000, "y"u8.ToArray());
        var buffer = new byte[10_001];
        Assert.Equal(10_001, await file.Read(0, buffer));
        Assert.Equal((byte)'x', buffer[0]);
        Assert.Equal((byte)'y', buffer[10_000]);
        Assert.All(buffer[1..10_000], value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task A_file_is_cut_and_extended_with_zeros()
    {
        using var file = await Written("a", "hello");
        await file.SetLength(2);
        Assert.Equal(2, file.Length);
        await file.SetLength(4);
        Assert.Equal("he\0\0", await Content("a"));
    }

    [Fact]
    public async Task Replacing_empties_a_file_and_creates_a_missing_one()
    {
        (await Written("a", "hello")).Dispose();
        using var replaced = await _files.Open(At("a"), FileOpening.Replace);
        Assert.Equal(0, replaced.Length);
        using var created = await _files.Open(At("b"), FileOpening.Replace);
        Assert.Equal(0, created.Length);
    }

    [Fact]
    public async Task A_rename_replaces_a_file()
    {
        (await Written("a", "new")).Dispose();
        (await Written("b", "old")).Dispose();
        await _files.Rename(At("a"), At("b"));
        Assert.Equal("new", await Content("b"));
        Assert.False(await _files.Exists(At("a")));
    }

    [Fact]
    public async Task A_directory_is_renamed_with_what_is_in_it_but_replaces_nothing()
    {
        await _files.CreateDirectory(At("d"));
        (await Written("d/a", "x")).Dispose();
        await _files.Rename(At("d"), At("e"));
        Assert.Equal("x", await Content("e/a"));

        await _files.CreateDirectory(At("d"));
        (await Written("f", "x")).Dispose();
        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.Rename(At("e"), At("d"))));
        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.Rename(At("e"), At("f"))));
        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.Rename(At("f"), At("d"))));
    }

    [Fact]
    public async Task A_list_holds_names_of_files_and_directories_in_ordinal_order()
    {
        foreach (var name in new[] { "b", "B", "a10", "a2", "_" })
        {
            (await Written(name, "")).Dispose();
        }

        await _files.CreateDirectory(At("a1"));
        Assert.Equal(["B", "_", "a1", "a10", "a2", "b"], await _files.List(_directory));
    }

    [Fact]
    public async Task Files_and_directories_exist_from_their_creation_to_their_deletion()
    {
        await _files.CreateDirectory(At("d"));
        await _files.CreateDirectory(At("d"));
        (await Written("d/a", "x")).Dispose();
        Assert.True(await _files.Exists(At("d")));
        Assert.True(await _files.Exists(At("d/a")));

        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.DeleteDirectory(At("d"))));
        await _files.DeleteFile(At("d/a"));
        await _files.DeleteDirectory(At("d"));
        Assert.False(await _files.Exists(At("d/a")));
        Assert.False(await _files.Exists(At("d")));
    }

    [Fact]
    public async Task A_map_shows_the_bytes_of_the_file_and_nothing_outside()
    {
        (await Written("a", "hello")).Dispose();
        var map = await _files.Map(At("a"));
        Assert.Equal(5, map.Length);
        Assert.Equal(At("a"), map.Path);
        Assert.Equal("hello", Encoding.UTF8.GetString(map.Slice(0, 5)));
        Assert.Equal("llo", Encoding.UTF8.GetString(map.Slice(2, 3)));
        Assert.Equal(0, map.Slice(5, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Slice(2, 4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Slice(6, 0).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Slice(-1, 1).Length);
        map.Dispose();
        map.Dispose();
        Assert.Throws<ObjectDisposedException>(() => map.Slice(0, 1).Length);
    }

    [Fact]
    public async Task An_empty_file_is_mapped_to_nothing()
    {
        (await Written("a", "")).Dispose();
        using var map = await _files.Map(At("a"));
        Assert.Equal(0, map.Length);
        Assert.Equal(0, map.Slice(0, 0).Length);
    }

    [Fact]
    public async Task What_is_missing_is_said_to_be_missing_with_its_path()
    {
        var error = await Assert.ThrowsAsync<StorageException>(async () => await _files.Open(At("a"), FileOpening.Existing));
        Assert.Equal(StorageError.NotFound, error.Error);
        Assert.Equal(At("a"), error.Path);
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.Map(At("a"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.DeleteFile(At("a"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.DeleteFile(At("d/a"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.Rename(At("a"), At("b"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.List(At("d"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.DeleteDirectory(At("d"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.FlushDirectory(At("d"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.CreateDirectory(At("d/e"))));
        Assert.Equal(StorageError.NotFound, await ErrorOf(_files.Open(At("d/a"), FileOpening.New)));
    }

    [Fact]
    public async Task What_is_there_and_should_not_be_is_said_to_exist()
    {
        (await Written("a", "x")).Dispose();
        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.Open(At("a"), FileOpening.New)));
        Assert.Equal(StorageError.AlreadyExists, await ErrorOf(_files.CreateDirectory(At("a"))));
    }

    [Fact]
    public async Task A_directory_cannot_be_opened_as_a_file() =>
        Assert.Equal(StorageError.Locked, await ErrorOf(_files.Open(_directory, FileOpening.Existing)));

    [Fact]
    public async Task A_full_disk_is_said_to_be_full()
    {
        // Linux has a device for this; elsewhere filling a disk is not for a test, and the mapping of its error number is checked below.
        if (System.OperatingSystem.IsLinux())
        {
            using var file = await _files.Open("/dev/full", FileOpening.Existing);
            Assert.Equal(StorageError.Full, await ErrorOf(file.Write(0, "x"u8.ToArray())));
        }

        Assert.Equal(StorageError.Full, OperatingSystemFault.FromErrorNumber("f", "write", 28).Error);
        Assert.Equal(StorageError.Full, OperatingSystemFault.From("f", new IOException("full", unchecked((int)0x80070070))).Error);
        Assert.Equal(StorageError.Locked, OperatingSystemFault.From("f", new IOException("shared", unchecked((int)0x80070020))).Error);
        Assert.Equal(StorageError.InputOutput, OperatingSystemFault.From("f", new IOException("broken", 5)).Error);
    }

    private static async Task<StorageError> ErrorOf(ValueTask call) =>
        (await Assert.ThrowsAsync<StorageException>(async () => await call)).Error;

    private static async Task<StorageError> ErrorOf<T>(ValueTask<T> call) =>
        (await Assert.ThrowsAsync<StorageException>(async () => await call)).Error;

    private string At(string name) => $"{_directory}/{name}";

    private async Task<IFile> Written(string name, string content)
    {
        var file = await _files.Open(At(name), FileOpening.New);
        await file.Write(0, Encoding.UTF8.GetBytes(content));
        return file;
    }

    private async Task<string> Content(string name)
    {
        using var file = await _files.Open(At(name), FileOpening.Existing);
        var bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, await file.Read(0, bytes));
        return Encoding.UTF8.GetString(bytes);
    }
}
