using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Lvm;

/// <summary>Reads the current text of a metadata area, which is a ring behind its header.</summary>
internal static class LvmMetadataArea
{
    /// <summary>Null when the area is empty or set aside.</summary>
    /// <exception cref="EvidenceFormatException">Header or text are damaged.</exception>
    public static string? Read(IBlockSource volume, LvmArea area)
    {
        byte[] header = volume.ReadBytes(area.Offset, LvmLayout.SectorBytes);
        if (!header.AsSpan(LvmLayout.AreaMagicAt).StartsWith(LvmLayout.AreaMagic))
            throw Bad("no header of a metadata area where the label says", area.Offset);
        if (LvmLayout.Checksum(header.AsSpan(LvmLayout.AreaMagicAt)) != BinaryPrimitives.ReadUInt32LittleEndian(header))
            throw Bad("the checksum of a metadata area's header does not match", area.Offset);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(LvmLayout.AreaVersionAt));
        if (version != 1)
            throw Bad($"a metadata area of version {version}", area.Offset);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(LvmLayout.AreaSizeAt));
        ReadOnlySpan<byte> location = header.AsSpan(LvmLayout.LocationAt);
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(location), bytes = BinaryPrimitives.ReadUInt64LittleEndian(location[8..]);
        if (offset == 0 || (BinaryPrimitives.ReadUInt32LittleEndian(location[20..]) & LvmLayout.Ignored) != 0)
            return null;
        if (size > (ulong)(volume.Length - area.Offset) || offset < LvmLayout.SectorBytes || offset >= size || bytes > size - LvmLayout.SectorBytes
            || bytes > LvmLayout.MaxTextBytes)
            throw Bad($"{bytes} bytes of metadata at byte {offset} of an area of {size}", area.Offset);
        byte[] text = Ring(volume, area.Offset, (long)size, (long)offset, (int)bytes);
        if (LvmLayout.Checksum(text) != BinaryPrimitives.ReadUInt32LittleEndian(location[16..]))
            throw Bad("the checksum of the metadata does not match", area.Offset + (long)offset);
        return Encoding.UTF8.GetString(text).TrimEnd('\0');
    }

    private static byte[] Ring(IBlockSource volume, long area, long size, long offset, int count)
    {
        byte[] text = new byte[count];
        int first = (int)Math.Min(count, size - offset);
        volume.ReadAt(area + offset, text.AsSpan(0, first));
        volume.ReadAt(area + LvmLayout.SectorBytes, text.AsSpan(first));
        return text;
    }

    private static EvidenceFormatException Bad(string message, long offset) => new(PartitionProblems.BadMetadata, message, offset);
}
