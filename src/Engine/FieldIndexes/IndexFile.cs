using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.FieldIndexes;

/// <summary>
/// The file of an immutable segment's index: the operation that created it, its type and field, and the number of offsets of the segment; the offsets of other
/// values; then the number of values, and for each its key and its offsets. A text is a key by itself, any other key is the two halves of its
/// number, the lower first. docs/formats/field-index.md has the table.
/// </summary>
internal static class IndexFile
{
    /// <summary>How the names of these files begin.</summary>
    public const string Prefix = "field-";

    /// <summary>The definitions as they stand in the state of a segment.</summary>
    public static void Write(ByteWriter writer, IndexDefinitions definitions)
    {
        writer.UInt64(definitions.Version.Value);
        writer.Count(definitions.Items.Count);
        foreach (var definition in definitions.Items)
        {
            Write(writer, definition);
        }
    }

    /// <summary>Reads the definitions that stand in the state of a segment.</summary>
    public static IndexDefinitions ReadDefinitions(ref ByteReader reader)
    {
        var version = new OperationNumber(reader.UInt64());
        var items = new IndexDefinition[reader.Count(13)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = ReadDefinition(ref reader);
            if (i > 0 && string.CompareOrdinal(items[i - 1].Index.Field, items[i].Index.Field) >= 0)
            {
                throw reader.Damaged($"a field after '{items[i - 1].Index.Field}'", $"'{items[i].Index.Field}'");
            }
        }

        return new IndexDefinitions(ValueList.Create<IndexDefinition>(items), version);
    }

    /// <summary>Writes the file; its bytes are durable once this returns, its name is not.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The segment's directory.</param>
    /// <param name="index">The index.</param>
    /// <param name="total">The number of offsets of the segment.</param>
    public static async ValueTask Write(IFileSystem files, string directory, ImmutableIndex index, int total)
    {
        using var file = await BlockFileWriter.Create(files, $"{directory}/{index.Definition.FileName}", FileKind.FieldIndex);
        Write(file.Content, index.Definition);
        file.Content.Count(total);
        Write(file.Content, index.Others.Offsets);
        file.Content.Count(index.Postings.Count);
        foreach (var posting in index.Postings)
        {
            if (posting.Key.Text is { } text)
            {
                file.Content.Text(text);
            }
            else
            {
                file.Content.UInt64((ulong)(posting.Key.Number & ulong.MaxValue));
                file.Content.UInt64((ulong)(posting.Key.Number >> 64));
            }

            Write(file.Content, posting.Offsets);
            await file.Advance();
        }

        await file.Finish();
    }

    /// <summary>Reads the file of an index that a segment's state names. Damage is a <see cref="StorageException"/>.</summary>
    public static async ValueTask<ImmutableIndex> Read(IFileSystem files, string directory, IndexDefinition definition, int total)
    {
        using var file = await BlockFileReader.Open(files, $"{directory}/{definition.FileName}", FileKind.FieldIndex);
        return Parse(file, definition, total);
    }

    /// <summary>Reads the content of an open file.</summary>
    public static ImmutableIndex Parse(BlockFileReader file, IndexDefinition definition, int total)
    {
        var reader = file.Read(0, checked((int)file.ContentLength));
        var found = ReadDefinition(ref reader);
        if (found != definition)
        {
            throw reader.Damaged($"the index {definition}", $"{found}");
        }

        var count = reader.UInt32();
        if (count != (uint)total)
        {
            throw reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"a segment of {total} offsets"), $"{count}");
        }

        var others = new Posting(default, ReadOffsets(ref reader, total));
        var isText = definition.Index.Type == FieldType.Keyword;
        var postings = new Posting[reader.Count(isText ? 8 : 20)];
        for (var i = 0; i < postings.Length; i++)
        {
            var key = isText ? IndexKey.Of(reader.Text()) : ReadNumber(ref reader);
            if (i > 0 && postings[i - 1].Key.CompareTo(key) >= 0)
            {
                throw reader.Damaged("ascending keys", "a key that is not after the one before it");
            }

            postings[i] = new Posting(key, ReadOffsets(ref reader, total));
        }

        reader.End();
        return new ImmutableIndex(definition, postings, others);
    }

    private static void Write(ByteWriter writer, IndexDefinition definition)
    {
        writer.UInt64(definition.CreatedBy.Value);
        writer.Byte((byte)definition.Index.Type);
        writer.Text(definition.Index.Field);
    }

    private static IndexDefinition ReadDefinition(ref ByteReader reader)
    {
        var createdBy = new OperationNumber(reader.UInt64());
        var type = reader.Byte();
        if (type > (byte)FieldType.Uuid)
        {
            throw reader.Damaged("a field type from 0 to 5", type.ToString(CultureInfo.InvariantCulture));
        }

        return new IndexDefinition(new FieldIndex(reader.Text(), (FieldType)type), createdBy);
    }

    private static IndexKey ReadNumber(ref ByteReader reader)
    {
        var lower = reader.UInt64();
        return new IndexKey(null, new UInt128(reader.UInt64(), lower));
    }

    private static void Write(ByteWriter writer, ReadOnlySpan<int> offsets)
    {
        writer.Count(offsets.Length);
        foreach (var offset in offsets)
        {
            writer.Count(offset);
        }
    }

    private static int[] ReadOffsets(ref ByteReader reader, int total)
    {
        var offsets = new int[reader.Count(4)];
        for (var i = 0; i < offsets.Length; i++)
        {
            var offset = reader.UInt32();
            if (offset >= (uint)total || (i > 0 && offset <= (uint)offsets[i - 1]))
            {
                throw reader.Damaged(string.Create(CultureInfo.InvariantCulture, $"ascending offsets below {total}"), $"{offset}");
            }

            offsets[i] = (int)offset;
        }

        return offsets;
    }
}
