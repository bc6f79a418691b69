using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.Partitions.Lvm;

namespace StoreForensics.Tests.Ingest.Partitions;

/// <summary>Tables and physical volumes written by hand, anywhere in a disk, so that they can lie in each other.</summary>
internal static class MadeDisk
{
    public const int Sector = 512;

    /// <summary>Where the extents of a physical volume begin, and how large each is.</summary>
    public const int ExtentBytes = 64 * 1024;

    /// <summary>Both copies of a GPT. Entries are first sectors and numbers of sectors.</summary>
    public static void Gpt(Span<byte> disk, params (int First, int Sectors)[] entries)
    {
        byte[] table = new byte[Math.Max(128, entries.Length) * 128];
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = table.AsSpan(i * 128, 128);
            new Guid("0fc63daf-8483-4772-8e79-3d69d8477de4").TryWriteBytes(entry);
            BinaryPrimitives.WriteInt64LittleEndian(entry[32..], entries[i].First);
            BinaryPrimitives.WriteInt64LittleEndian(entry[40..], entries[i].First + entries[i].Sectors - 1);
        }
        int last = disk.Length / Sector - 1, tableSectors = table.Length / Sector;
        table.CopyTo(disk[(2 * Sector)..]);
        table.CopyTo(disk[((last - tableSectors) * Sector)..]);
        Header(disk.Slice(Sector, Sector), 1, last, 2, table);
        Header(disk.Slice(last * Sector, Sector), last, 1, last - tableSectors, table);
    }

    /// <summary>A boot record with one partition of type Linux.</summary>
    public static void Mbr(Span<byte> disk, params (int First, int Sectors)[] entries)
    {
        disk[510] = 0x55;
        disk[511] = 0xAA;
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> entry = disk.Slice(446 + i * 16, 16);
            entry[4] = 0x83;
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], entries[i].First);
            BinaryPrimitives.WriteInt32LittleEndian(entry[12..], entries[i].Sectors);
        }
    }

    /// <summary>A physical volume with the metadata of a group whose only logical volume
    /// takes the extents of all its physical volumes, one after the other.</summary>
    public static void Physical(Span<byte> part, string group, string volume, char own, params (char Id, int Extents)[] all) =>
        Physical(part, own, Text(group, volume, all));

    /// <summary>A physical volume with that metadata.</summary>
    public static void Physical(Span<byte> part, char own, string metadata)
    {
        Span<byte> label = part.Slice(Sector, Sector);
        "LABELONE"u8.CopyTo(label);
        label[8] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(label[20..], 32);
        "LVM2 001"u8.CopyTo(label[24..]);
        label.Slice(32, 32).Fill((byte)own);
        BinaryPrimitives.WriteInt64LittleEndian(label[72..], ExtentBytes); // where extents are
        BinaryPrimitives.WriteInt64LittleEndian(label[104..], 4096); // where metadata is
        BinaryPrimitives.WriteInt64LittleEndian(label[112..], 32768);
        BinaryPrimitives.WriteUInt32LittleEndian(label[16..], LvmLayout.Checksum(label[20..]));
        byte[] text = Encoding.ASCII.GetBytes(metadata);
        text.CopyTo(part[(4096 + Sector)..]);
        Span<byte> header = part.Slice(4096, Sector);
        LvmLayout.AreaMagic.CopyTo(header[4..]);
        header[20] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], 4096);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], 32768);
        BinaryPrimitives.WriteInt64LittleEndian(header[40..], Sector);
        BinaryPrimitives.WriteInt64LittleEndian(header[48..], text.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[56..], LvmLayout.Checksum(text));
        BinaryPrimitives.WriteUInt32LittleEndian(header, LvmLayout.Checksum(header[4..]));
    }

    /// <summary>Metadata of a group with those physical volumes and logical volumes, the latter as they stand in the text.</summary>
    public static string Group(string group, string volumes, params (char Id, int Extents)[] all)
    {
        string sectors = (ExtentBytes / Sector).ToString(CultureInfo.InvariantCulture);
        string physical = string.Concat(all.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"pv{p.Id} {{ id = \"{new string(p.Id, 32)}\" pe_start = {sectors} pe_count = {p.Extents} }} ")));
        return $"{group} {{ id = \"{group}\" seqno = 1 extent_size = {sectors} physical_volumes {{ {physical} }} logical_volumes {{ {volumes} }} }}\n";
    }

    /// <summary>A logical volume of one segment.</summary>
    public static string Volume(string name, int extents, string segment, bool isVisible = true) => string.Create(CultureInfo.InvariantCulture,
        $"{name} {{ id = \"x\" status = [\"READ\"{(isVisible ? ", \"VISIBLE\"" : "")}] segment1 {{ start_extent = 0 extent_count = {extents} {segment} }} }}\n");

    private static string Text(string group, string volume, (char Id, int Extents)[] all)
    {
        var text = new StringBuilder();
        string sectors = (ExtentBytes / Sector).ToString(CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture, $"{group} {{ id = \"{group}-{all[0].Id}\" seqno = 1 extent_size = {sectors} physical_volumes {{ ");
        foreach ((char id, int extents) in all)
            text.Append(CultureInfo.InvariantCulture, $"pv{id} {{ id = \"{new string(id, 32)}\" pe_start = {sectors} pe_count = {extents} }} ");
        text.Append(CultureInfo.InvariantCulture, $"}} logical_volumes {{ {volume} {{ id = \"x\" status = [\"READ\", \"VISIBLE\"] ");
        int start = 0;
        foreach ((char id, int extents) in all)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"segment{id} {{ start_extent = {start} extent_count = {extents} type = \"striped\" stripe_count = 1 stripes = [ \"pv{id}\", 0 ] }} ");
            start += extents;
        }
        return text.Append("} } }\n").ToString();
    }

    private static void Header(Span<byte> header, int own, int other, int entries, byte[] table)
    {
        "EFI PART"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], 0x10000);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], 92);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], own);
        BinaryPrimitives.WriteInt64LittleEndian(header[32..], other);
        BinaryPrimitives.WriteInt64LittleEndian(header[72..], entries);
        BinaryPrimitives.WriteInt32LittleEndian(header[80..], table.Length / 128);
        BinaryPrimitives.WriteInt32LittleEndian(header[84..], 128);
        BinaryPrimitives.WriteUInt32LittleEndian(header[88..], Crc32.Of(table));
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], Crc32.Of(header[..92]));
    }
}
