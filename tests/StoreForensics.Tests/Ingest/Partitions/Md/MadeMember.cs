using System.Buffers.Binary;
using System.Text;

namespace StoreForensics.Tests.Ingest.Partitions.Md;

/// <summary>Superblocks of software RAID written by hand, as <c>mdadm --examine</c> takes them for its own.</summary>
internal sealed record MadeMember(string Version, int Level, int Disks, int Number)
{
    public uint Layout { get; init; }

    public int ChunkBytes { get; init; } = 4096;

    /// <summary>Bytes of data on each member.</summary>
    public required long Size { get; init; }

    public ulong Events { get; init; } = 40;

    public uint Features { get; init; }

    public int Place { get; init; } = Number;

    public bool IsBigEndian { get; init; }

    /// <summary>Places of all members by number; null for each at its own.</summary>
    public int[]? Places { get; init; }

    public int DataOffset => Version switch { "1.1" or "1.2" => 64 * 1024, _ => 0 };

    /// <summary>A whole member: its data, and the superblock where it belongs.</summary>
    public byte[] Make(ReadOnlySpan<byte> data)
    {
        byte[] member = new byte[(DataOffset + data.Length + (128 * 1024) + 65535) / 65536 * 65536];
        data.CopyTo(member.AsSpan(DataOffset));
        if (Version == "0.90")
        {
            Old().CopyTo(member, (member.Length / 65536 * 65536) - 65536);
            return member;
        }
        int at = Version switch { "1.1" => 0, "1.2" => 4096, _ => (member.Length / 512 - 16) / 8 * 4096 };
        New(at).CopyTo(member, at);
        return member;
    }

    private byte[] New(int at)
    {
        byte[] super = new byte[4096];
        void Word(int place, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(super.AsSpan(place), value);
        void Wide(int place, long value) => BinaryPrimitives.WriteInt64LittleEndian(super.AsSpan(place), value);
        Word(0, 0xA92B4EFC);
        Word(4, 1);
        Word(8, Features);
        Enumerable.Range(1, 16).Select(i => (byte)i).ToArray().CopyTo(super, 16);
        Encoding.ASCII.GetBytes("host:data").CopyTo(super, 32);
        Word(72, (uint)Level);
        Word(76, Layout);
        Wide(80, Size / 512);
        Word(88, (uint)ChunkBytes / 512);
        Word(92, (uint)Disks);
        Wide(128, DataOffset / 512);
        Wide(136, Size / 512);
        Wide(144, at / 512);
        Word(160, (uint)Number);
        Enumerable.Repeat((byte)(0x40 + Number), 16).ToArray().CopyTo(super, 168);
        Wide(200, (long)Events);
        Wide(208, -1);
        Word(220, (uint)Disks);
        for (int i = 0; i < Disks; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(super.AsSpan(256 + (i * 2)), (ushort)(Places?[i] ?? i));
        ulong sum = 0;
        int bytes = 256 + (Disks * 2);
        for (int i = 0; i + 4 <= bytes; i += 4)
            sum += BinaryPrimitives.ReadUInt32LittleEndian(super.AsSpan(i));
        sum += bytes % 4 == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(super.AsSpan(bytes - 2)) : 0u;
        Word(216, (uint)sum + (uint)(sum >> 32));
        return super;
    }

    private byte[] Old()
    {
        uint[] words = new uint[1024];
        (words[0], words[2], words[5], words[13], words[14], words[15]) = (0xA92B4EFC, 90, 0x11, 0x22, 0x33, 0x44);
        (words[7], words[8], words[9], words[10], words[11]) = ((uint)Level, (uint)(Size / 1024), (uint)Disks, (uint)Disks, 3);
        (words[39], words[40]) = IsBigEndian ? ((uint)(Events >> 32), (uint)Events) : ((uint)Events, (uint)(Events >> 32));
        (words[64], words[65]) = (Layout, (uint)ChunkBytes);
        for (int i = 0; i < Disks; i++)
            (words[128 + (i * 32)], words[128 + (i * 32) + 3], words[128 + (i * 32) + 4]) = ((uint)i, (uint)(Places?[i] ?? i), Places?[i] > 99 ? 1u : 6u);
        (words[992], words[992 + 3], words[992 + 4]) = ((uint)Number, (uint)Place, 6);
        ulong sum = 0;
        foreach (uint word in words)
            sum += word;
        words[38] = (uint)sum + (uint)(sum >> 32);
        byte[] bytes = new byte[4096];
        for (int i = 0; i < words.Length; i++)
        {
            if (IsBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        }
        return bytes;
    }
}
