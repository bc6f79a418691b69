using System.Buffers.Binary;
using System.Text;
using StoreForensics.Ingest.Disks.Vhd;
using StoreForensics.Ingest.Disks.Vhdx;

namespace StoreForensics.Tests.Ingest.Disks;

/// <summary>Disks over a parent, which no program at hand makes, written by hand over the pattern; and where things are in a VHDX.</summary>
internal static class DifferencingDisks
{
    /// <summary>Blocks of 2 MiB: the first in part the child's, the second the parent's, which is called <c>parent.vhd</c>.</summary>
    public static (byte[] Child, byte[] Truth) Vhd(byte[] parent)
    {
        byte[] child = new byte[4096 + 512 + (2 << 20) + 512], footer = parent[^512..];
        BinaryPrimitives.WriteUInt64BigEndian(footer.AsSpan(16), 512);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), 4);
        footer[68] ^= 0xFF;
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(64), VhdLayout.Checksum(footer, 64));
        footer.CopyTo(child, 0);
        footer.CopyTo(child, child.Length - 512);
        Span<byte> header = child.AsSpan(512, 1024);
        "cxsparse"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt64BigEndian(header[16..], 2048);
        BinaryPrimitives.WriteUInt32BigEndian(header[28..], 2);
        BinaryPrimitives.WriteUInt32BigEndian(header[32..], 2 << 20);
        parent.AsSpan(parent.Length - 512 + 68, 16).CopyTo(header[40..]);
        byte[] path = Encoding.Unicode.GetBytes(@".\parent.vhd");
        "W2ru"u8.CopyTo(header[576..]);
        BinaryPrimitives.WriteInt32BigEndian(header[584..], path.Length);
        BinaryPrimitives.WriteInt64BigEndian(header[592..], 3072);
        path.CopyTo(child, 3072);
        BinaryPrimitives.WriteUInt32BigEndian(header[36..], VhdLayout.Checksum(header, 36));
        BinaryPrimitives.WriteUInt32BigEndian(child.AsSpan(2048), 8);
        BinaryPrimitives.WriteUInt32BigEndian(child.AsSpan(2052), 0xFFFF_FFFF);
        child.AsSpan(4096 + 512, 2 << 20).Fill(0xA5);
        byte[] truth = [.. PatternMedium.Bytes];
        for (int sector = 0; sector < 4096; sector++)
        {
            if (sector / 5 % 2 == 0)
                continue;
            child[4096 + sector / 8] |= (byte)(0x80 >> sector % 8);
            truth.AsSpan(sector * 512, 512).Fill(0xA5);
        }
        return (child, truth);
    }

    /// <summary>The header that counts, and its write GUID.</summary>
    public static (int At, Guid Write) Header(byte[] image)
    {
        int at = new[] { 65536, 131072 }.MaxBy(a => VhdxHeader.Parse(image.AsSpan(a, 4096))?.Sequence ?? 0);
        return (at, new Guid(image.AsSpan(at + 32, 16)));
    }

    /// <summary>Where the table of blocks and the metadata are.</summary>
    public static (int Table, int Metadata) Regions(byte[] image)
    {
        VhdxRegions regions = VhdxRegions.Parse(image.AsSpan(192 * 1024, 65536))!.Value;
        return ((int)regions.BlockTable.Offset, (int)regions.Metadata.Offset);
    }

    /// <summary>Where a block lies in the file.</summary>
    public static int BlockAt(byte[] image, int block) =>
        (int)(BinaryPrimitives.ReadUInt64LittleEndian(image.AsSpan(Regions(image).Table + block * 8)) & VhdxLayout.OffsetMask);

    /// <summary>Blocks of 1 MiB: one in part its own, one the parent's, one zeros, one wholly its own. The parent is called <c>parent.vhdx</c>.</summary>
    /// <param name="child">A dynamic image of the pattern.</param>
    /// <param name="linkage">The parent's write GUID.</param>
    public static (byte[] Child, byte[] Truth) Vhdx(byte[] child, Guid linkage)
    {
        (int table, int metadata) = Regions(child);
        int own = BlockAt(child, 0), whole = BlockAt(child, 3), bitmap = child.Length;
        Array.Resize(ref child, child.Length + (1 << 20));
        child.AsSpan(own, 1 << 20).Fill(0xA5);
        child.AsSpan(whole, 1 << 20).Fill(0x5A);
        for (int block = 0; block < 4; block++)
            BinaryPrimitives.WriteUInt64LittleEndian(child.AsSpan(table + block * 8),
                block switch { 0 => (ulong)own | 7, 1 => 0, 2 => 2, _ => (ulong)whole | 6 });
        BinaryPrimitives.WriteUInt64LittleEndian(child.AsSpan(table + 4096 * 8), (ulong)bitmap | 6); // 2^23 sectors of 512 bytes are 4096 blocks of 1 MiB
        byte[] truth = [.. PatternMedium.Bytes];
        for (int sector = 0; sector < 2048; sector++)
        {
            if (sector / 3 % 2 == 0)
                continue;
            child[bitmap + sector / 8] |= (byte)(1 << sector % 8);
            truth.AsSpan(sector * 512, 512).Fill(0xA5);
        }
        truth.AsSpan(2 << 20, 1 << 20).Clear();
        truth.AsSpan(3 << 20, 1 << 20).Fill(0x5A);
        AddLocator(child, metadata, linkage);
        return (child, truth);
    }

    private static void AddLocator(byte[] child, int metadata, Guid linkage)
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(child.AsSpan(metadata + 10));
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = child.AsSpan(metadata + 32 + i * 32, 32);
            if (new Guid(entry[..16]) == VhdxLayout.FileParameters)
                child[metadata + BinaryPrimitives.ReadInt32LittleEndian(entry[16..]) + 4] |= 2;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(child.AsSpan(metadata + 10), (ushort)(count + 1));
        const int at = 0x20000;
        Span<byte> item = child.AsSpan(metadata + 32 + count * 32, 32);
        VhdxLayout.ParentLocator.TryWriteBytes(item);
        BinaryPrimitives.WriteUInt32LittleEndian(item[16..], at);
        BinaryPrimitives.WriteUInt32LittleEndian(item[20..], 1024);
        item[24] = 4;
        Span<byte> locator = child.AsSpan(metadata + at, 1024);
        VhdxLayout.VhdxLocatorType.TryWriteBytes(locator);
        (string, string)[] pairs = [("parent_linkage", linkage.ToString("B")), ("relative_path", @"..\images\parent.vhdx")];
        locator[18] = (byte)pairs.Length;
        int text = 100;
        for (int i = 0; i < pairs.Length; i++)
        {
            Span<byte> entry = locator.Slice(20 + i * 12, 12);
            byte[] key = Encoding.Unicode.GetBytes(pairs[i].Item1), value = Encoding.Unicode.GetBytes(pairs[i].Item2);
            BinaryPrimitives.WriteInt32LittleEndian(entry, text);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], text + key.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[8..], (ushort)key.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[10..], (ushort)value.Length);
            key.CopyTo(locator[text..]);
            value.CopyTo(locator[(text + key.Length)..]);
            text += key.Length + value.Length;
        }
    }
}
