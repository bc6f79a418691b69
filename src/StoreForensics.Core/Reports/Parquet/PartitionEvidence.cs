using ParquetSharp;
using StoreForensics.Evidence;

namespace StoreForensics.Reports.Parquet;

/// <summary>Which evidence a partition of a Parquet case is of, by its table <c>evidence</c>.</summary>
public sealed record PartitionEvidence
{
    public string? Name { get; private init; }

    public long? SizeBytes { get; private init; }

    /// <summary>Hexadecimal; null where the evidence was not hashed.</summary>
    public string? Sha256 { get; private init; }

    /// <summary>Names in it.</summary>
    public long? Entries { get; private init; }

    /// <exception cref="IOException">It cannot be read, or is no such table.</exception>
    public static PartitionEvidence Read(string path)
    {
        try
        {
            using var file = new ParquetFileReader(path);
            using RowGroupReader group = file.RowGroup(0);
            return new PartitionEvidence
            {
                Name = First(group, "name") is { } name ? System.Text.Encoding.UTF8.GetString(name) : null,
                Sha256 = First(group, "sha256") is { } digest ? Convert.ToHexStringLower(digest) : null,
                SizeBytes = Number(group, "size"),
                Entries = Number(group, "entries"),
            };
        }
        catch (Exception e) when (e is ParquetException or InvalidCastException or ArgumentException)
        {
            throw new IOException("it is no table of a Parquet case: " + e.Message, e);
        }
    }

    /// <summary>Whether it is of the same evidence, as far as both say; a digest that one of them lacks does not tell them apart.</summary>
    public bool IsOf(EvidenceDetails details) => Name == details.Name && SizeBytes == details.SizeBytes && Entries == details.Entries
        && (Sha256 is null || details.Sha256 is null || string.Equals(Sha256, details.Sha256, StringComparison.OrdinalIgnoreCase));

    private static int IndexOf(RowGroupReader group, string column)
    {
        for (int i = 0; i < group.MetaData.NumColumns; i++)
        {
            using ColumnReader reader = group.Column(i);
            ColumnDescriptor descriptor = reader.ColumnDescriptor;
            if (descriptor.Name == column)
                return i;
        }
        throw new IOException($"it is no table of a Parquet case: it has no column {column}");
    }

    private static long? Number(RowGroupReader group, string column)
    {
        using var reader = (ColumnReader<long>)group.Column(IndexOf(group, column));
        var levels = new short[1];
        var values = new long[1];
        reader.ReadBatch(1, levels, [], values, out long read);
        return read == 1 ? values[0] : null;
    }

    private static unsafe byte[]? First(RowGroupReader group, string column)
    {
        using ColumnReader reader = group.Column(IndexOf(group, column));
        var levels = new short[1];
        if (reader is ColumnReader<FixedLenByteArray> digests)
        {
            var digest = new FixedLenByteArray[1];
            digests.ReadBatch(1, levels, [], digest, out long read);
            return read == 1 ? new ReadOnlySpan<byte>((void*)digest[0].Pointer, 32).ToArray() : null;
        }
        var text = new ByteArray[1];
        ((ColumnReader<ByteArray>)reader).ReadBatch(1, levels, [], text, out long texts);
        return texts == 1 ? new ReadOnlySpan<byte>((void*)text[0].Pointer, text[0].Length).ToArray() : null;
    }
}
