using System.Globalization;
using Sim.Contracts;
using Sim.Contracts.Schema;
using Sim.Engine.Codecs;
using Sim.Engine.Storage;
using Sim.Runtime.Files;

namespace Sim.Engine.Requests;

/// <summary>The schema of a collection on disk.</summary>
internal static class SchemaFile
{
    /// <summary>The name of the file in the collection's directory.</summary>
    public const string Name = "schema";

    /// <summary>Throws <see cref="ArgumentException"/> when a schema breaks a rule.</summary>
    public static void Validate(CollectionSchema schema)
    {
        if (schema.ShardCount < 1)
        {
            throw new ArgumentException("A collection needs at least one shard.", nameof(schema));
        }

        if (schema.Vectors.Count is < 1 or > CollectionSchema.VectorsMax)
        {
            throw new ArgumentException($"A collection has from 1 to {CollectionSchema.VectorsMax} named vectors.", nameof(schema));
        }

        foreach (var vector in schema.Vectors)
        {
            if (vector.Name.Length == 0 || vector.Dimension is < 1 or > VectorSchema.DimensionMax)
            {
                throw new ArgumentException(
                    $"Vector '{vector.Name}' needs a name and a dimension from 1 to {VectorSchema.DimensionMax}.", nameof(schema));
            }

            if (RequestValidator.CheckText(vector.Name) is { } reason)
            {
                throw new ArgumentException($"The name of a vector cannot be stored: {reason}.", nameof(schema));
            }
        }

        if (schema.Vectors.DistinctBy(vector => vector.Name).Count() != schema.Vectors.Count)
        {
            throw new ArgumentException("Two vectors have the same name.", nameof(schema));
        }
    }

    /// <summary>Writes the schema into a new collection's directory, or makes sure that an existing one has the same.</summary>
    public static async ValueTask WriteOrCheck(IFileSystem files, string directory, CollectionSchema schema)
    {
        var path = $"{directory}/{Name}";
        if (!await files.Exists(path))
        {
            await AtomicFile.Write(files, directory, Name, FileKind.Schema, Content(schema));
            return;
        }

        var found = Read(path, (await AtomicFile.Read(files, path, FileKind.Schema)).Span);
        if (found != schema)
        {
            throw new StorageException(
                StorageError.AlreadyExists, directory, $"the collection was created with another schema: {found}, not {schema}");
        }

        // The name may so far be in memory alone, after a crash that came before the directory was flushed.
        await files.FlushDirectory(directory);
    }

    /// <summary>The bytes of the file.</summary>
    public static ReadOnlyMemory<byte> Encode(CollectionSchema schema) => AtomicFile.Encode(FileKind.Schema, Name, Content(schema).Span);

    private static ReadOnlyMemory<byte> Content(CollectionSchema schema)
    {
        var writer = new ByteWriter();
        writer.Count(schema.ShardCount);
        writer.Count(schema.Vectors.Count);
        foreach (var vector in schema.Vectors)
        {
            writer.Text(vector.Name);
            writer.Count(vector.Dimension);
            writer.Byte((byte)vector.Distance);
        }

        return writer.Memory;
    }

    /// <summary>The schema in the content of a schema file. Damage is a <see cref="StorageException"/>.</summary>
    public static CollectionSchema Read(string path, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content, path, FileHeader.Size);
        var shards = reader.UInt32();
        if (shards is 0 or > int.MaxValue)
        {
            throw reader.Damaged("at least one shard", shards.ToString(CultureInfo.InvariantCulture));
        }

        var vectors = new VectorSchema[reader.Count(9)];
        for (var i = 0; i < vectors.Length; i++)
        {
            var name = reader.Text();
            var dimension = reader.UInt32();
            if (dimension is 0 or > VectorSchema.DimensionMax)
            {
                throw reader.Damaged($"a dimension from 1 to {VectorSchema.DimensionMax}", dimension.ToString(CultureInfo.InvariantCulture));
            }

            var distance = reader.Byte();
            if (distance > (byte)Distance.Manhattan)
            {
                throw reader.Damaged("a distance from 0 to 3", distance.ToString(CultureInfo.InvariantCulture));
            }

            vectors[i] = new VectorSchema(name, (int)dimension, (Distance)distance);
        }

        reader.End();
        return new CollectionSchema(ValueList.Create<VectorSchema>(vectors), (int)shards);
    }
}
