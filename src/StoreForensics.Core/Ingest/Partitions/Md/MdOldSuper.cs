using System.Buffers.Binary;
using System.Globalization;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>The superblock of version 0.90, 64 KiB or less before the member's end.</summary>
internal static class MdOldSuper
{
    /// <summary>Null when it is none.</summary>
    /// <param name="bytes">The superblock.</param>
    /// <param name="length">The member's bytes.</param>
    /// <exception cref="Primitives.EvidenceFormatException">It is damaged.</exception>
    public static MdSuper? Parse(byte[] bytes, long length)
    {
        if (bytes.Length < MdLayout.OldBytes)
            return null;
        bool isBig = BinaryPrimitives.ReadUInt32BigEndian(bytes) == MdLayout.Magic;
        uint Word(int word) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(word * 4))
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(word * 4));
        if (Word(0) != MdLayout.Magic || Word(1) != 0)
            return null;
        long at = length / MdLayout.OldReservedBytes * MdLayout.OldReservedBytes - MdLayout.OldReservedBytes;
        ulong sum = 0;
        for (int word = 0; word < MdLayout.OldBytes / 4; word++)
            sum += word == MdLayout.OldChecksumWord ? 0 : Word(word);
        if (MdSuper.Fold(sum) != Word(MdLayout.OldChecksumWord))
            throw MdSuper.Bad("the checksum of the superblock of a RAID member does not match", at);
        int disks = MdSuper.Members(Word(MdLayout.OldRaidDisksWord), at);
        uint[] id = new uint[4];
        for (int i = 0; i < id.Length; i++)
            id[i] = Word(MdLayout.OldSetIdWords[i]);
        (uint low, uint high) = isBig ? (Word(MdLayout.OldEventsWord + 1), Word(MdLayout.OldEventsWord))
            : (Word(MdLayout.OldEventsWord), Word(MdLayout.OldEventsWord + 1));
        return new MdSuper
        {
            Version = "0.90",
            SetId = string.Concat(id.Select(w => w.ToString("x8", CultureInfo.InvariantCulture))),
            Name = Word(MdLayout.OldMinorWord).ToString(CultureInfo.InvariantCulture),
            Level = (int)Word(MdLayout.OldLevelWord),
            Layout = Word(MdLayout.OldLayoutWord),
            ChunkBytes = Word(MdLayout.OldChunkWord),
            Disks = disks,
            Size = (long)Word(MdLayout.OldSizeWord) * 1024,
            DataOffset = 0,
            DataSize = at,
            Number = (int)Math.Min(Word(MdLayout.OldThisDiskWord), int.MaxValue),
            Events = ((ulong)high << 32) | low,
            IsReshaping = Word(MdLayout.OldMinorVersionWord) > 90,
            Roles = [.. Enumerable.Range(0, MdLayout.OldDisks).Select(i => Role(Word, MdLayout.OldFirstDiskWord + (i * MdLayout.OldDiskWords)))],
        };
    }

    // A disk's number, two of its device, its place, its state.
    private static int Role(Func<int, uint> word, int disk)
    {
        const uint Wanted = MdLayout.OldActive | MdLayout.OldSync;
        return (word(disk + 4) & Wanted) == Wanted && word(disk + 3) < MdLayout.MaxDevices ? (int)word(disk + 3) : -1;
    }
}
