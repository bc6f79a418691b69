using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.Disks;

namespace StoreForensics.Tests.Ingest.Archives;

/// <summary>Writes zips entry by entry, with what the usual writers do not let one say.</summary>
internal sealed class ZipBuilder
{
    private readonly List<byte> _file = [];
    private readonly List<byte> _directory = [];
    private int _count;

    /// <summary>Adds an entry.</summary>
    /// <param name="name">As it stands.</param>
    /// <param name="content">Stored as given.</param>
    /// <param name="mode">Unix mode with its type; 0: packed by a system without.</param>
    /// <param name="extra">Extra fields of the directory.</param>
    /// <param name="method">0: stored.</param>
    /// <param name="flags">1: encrypted.</param>
    /// <param name="crc">Null: the content's.</param>
    public ZipBuilder Add(string name, byte[] content, int mode = 0x81A4, byte[]? extra = null, ushort method = 0, ushort flags = 0, uint? crc = null)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(name);
        uint sum = crc ?? Crc32.Of(content), at = (uint)_file.Count;
        byte[] local = new byte[30], entry = new byte[46];
        BinaryPrimitives.WriteUInt32LittleEndian(local, 0x04034b50);
        BinaryPrimitives.WriteUInt16LittleEndian(local.AsSpan(8), method);
        BinaryPrimitives.WriteUInt32LittleEndian(local.AsSpan(14), sum);
        BinaryPrimitives.WriteUInt32LittleEndian(local.AsSpan(18), (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(local.AsSpan(22), (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(local.AsSpan(26), (ushort)bytes.Length);
        _file.AddRange(local);
        _file.AddRange(bytes);
        _file.AddRange(content);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);
        entry[5] = (byte)(mode == 0 ? 0 : 3);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(8), flags);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(10), method);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(12), (13 << 11) | (14 << 5) | 8);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(14), (44 << 9) | (3 << 5) | 15);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(16), sum);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(20), (uint)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(24), (uint)content.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(28), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(30), (ushort)(extra?.Length ?? 0));
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(38), (uint)mode << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), at);
        _directory.AddRange(entry);
        _directory.AddRange(bytes);
        _directory.AddRange(extra ?? []);
        _count++;
        return this;
    }

    /// <param name="prefix">Bytes before the zip, as of a self-extractor, which the offsets do not count.</param>
    public byte[] Bytes(int prefix = 0)
    {
        byte[] end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)_count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)_count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)_directory.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)_file.Count);
        return [.. new byte[prefix], .. _file, .. _directory, .. end];
    }

    /// <summary>An extra field.</summary>
    public static byte[] Extra(ushort id, params byte[] data)
    {
        byte[] field = new byte[4 + data.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(field, id);
        BinaryPrimitives.WriteUInt16LittleEndian(field.AsSpan(2), (ushort)data.Length);
        data.CopyTo(field, 4);
        return field;
    }
}
