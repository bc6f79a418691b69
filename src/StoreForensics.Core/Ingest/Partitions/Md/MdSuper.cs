using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Partitions.Md;

/// <summary>What one member says of the array and of itself. Sizes in bytes.</summary>
internal sealed record MdSuper
{
    /// <summary><c>0.90</c>, <c>1.0</c>, <c>1.1</c>, <c>1.2</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Of the array; lower-case hexadecimal.</summary>
    public required string SetId { get; init; }

    /// <summary>The array's name, or its number; empty where there is neither. Not escaped.</summary>
    public required string Name { get; init; }

    /// <summary>-1 for linear.</summary>
    public required int Level { get; init; }

    public required uint Layout { get; init; }

    public required long ChunkBytes { get; init; }

    /// <summary>How many members the array has.</summary>
    public required int Disks { get; init; }

    /// <summary>What is used of each member, for levels that use as much of each.</summary>
    public required long Size { get; init; }

    /// <summary>Where the data begins on this member.</summary>
    public required long DataOffset { get; init; }

    /// <summary>What this member has for data.</summary>
    public required long DataSize { get; init; }

    /// <summary>Which member it is, as <see cref="RoleOf"/> counts.</summary>
    public required int Number { get; init; }

    /// <summary>Counts what happened to the array.</summary>
    public required ulong Events { get; init; }

    /// <summary>Whether it was being filled when it was written.</summary>
    public bool IsPartlyRecovered { get; init; }

    /// <summary>Whether the array was being changed in shape.</summary>
    public bool IsReshaping { get; init; }

    /// <summary>The places of members, by number; -1 for spare, faulty, journal.</summary>
    public required IReadOnlyList<int> Roles { get; init; }

    /// <summary>Where a member has its place in the array, as this one knows; -1 for none.</summary>
    public int RoleOf(int number) => number >= 0 && number < Roles.Count ? Roles[number] : -1;

    /// <summary>Null when there is none.</summary>
    /// <exception cref="EvidenceFormatException">There is one, and it is damaged.</exception>
    public static MdSuper? Read(IBlockSource part)
    {
        long sectors = part.Length / MdLayout.SectorBytes;
        (string Version, long At)[] places =
        [
            ("1.1", 0), ("1.2", 4096), ("1.0", (sectors - 16) / 8 * 4096),
            ("0.90", (part.Length / MdLayout.OldReservedBytes * MdLayout.OldReservedBytes) - MdLayout.OldReservedBytes),
        ];
        foreach ((string version, long at) in places)
        {
            byte[] bytes = at < 0 ? [] : part.ReadUpTo(at, MdLayout.OldBytes);
            if (version == "0.90" ? MdOldSuper.Parse(bytes, part.Length) is { } super : (super = Parse(bytes, version, at)) is not null)
                return super;
        }
        return null;
    }

    private static MdSuper? Parse(byte[] bytes, string version, long at)
    {
        if (bytes.Length < MdLayout.HeaderBytes || Word(bytes, 0) != MdLayout.Magic || Word(bytes, 4) != 1
            || Wide(bytes, MdLayout.SuperOffsetAt) != (ulong)at / MdLayout.SectorBytes)
            return null;
        uint devices = Word(bytes, MdLayout.MaxDevicesAt);
        if (devices > MdLayout.MaxDevices || bytes.Length < MdLayout.HeaderBytes + (int)devices * 2
            || Checksum(bytes.AsSpan(0, MdLayout.HeaderBytes + ((int)devices * 2))) != Word(bytes, MdLayout.ChecksumAt))
            throw Bad("the checksum of the superblock of a RAID member does not match", at);
        uint features = Word(bytes, MdLayout.FeaturesAt), layout = Word(bytes, MdLayout.LayoutAt);
        int level = (int)Word(bytes, MdLayout.LevelAt);
        return new MdSuper
        {
            Version = version,
            SetId = Convert.ToHexStringLower(bytes.AsSpan(MdLayout.SetIdAt, 16)),
            Name = Encoding.UTF8.GetString(bytes.AsSpan(MdLayout.NameAt, MdLayout.NameBytes)).TrimEnd('\0'),
            Level = level,
            Layout = level == 0 && (features & MdLayout.HasRaid0Layout) == 0 ? 0 : layout,
            ChunkBytes = (long)Word(bytes, MdLayout.ChunkAt) * MdLayout.SectorBytes,
            Disks = Members(Word(bytes, MdLayout.DisksAt), at),
            Size = Bytes(Wide(bytes, MdLayout.SizeAt), at),
            DataOffset = Bytes(Wide(bytes, MdLayout.DataOffsetAt), at),
            DataSize = Bytes(Wide(bytes, MdLayout.DataSizeAt), at),
            Number = (int)Math.Min(Word(bytes, MdLayout.NumberAt), int.MaxValue),
            Events = Wide(bytes, MdLayout.EventsAt),
            IsPartlyRecovered = (features & MdLayout.PartlyRecovered) != 0,
            IsReshaping = (features & MdLayout.Reshaping) != 0,
            Roles = [.. Enumerable.Range(0, (int)devices)
                .Select(i => (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(MdLayout.HeaderBytes + (i * 2))))
                .Select(role => role >= MdLayout.FirstNoRole ? -1 : role)],
        };
    }

    /// <exception cref="EvidenceFormatException">More than any array has.</exception>
    internal static int Members(uint count, long at) => count is > 0 and <= MdLayout.MaxDevices ? (int)count
        : throw Bad(string.Create(CultureInfo.InvariantCulture, $"a RAID of {count} members"), at);

    internal static EvidenceFormatException Bad(string message, long at) => new(PartitionProblems.BadMember, message, at);

    /// <summary>The sum of 32-bit words, folded; the checksum itself counts as 0.</summary>
    internal static uint Fold(ulong sum) => (uint)(sum & uint.MaxValue) + (uint)(sum >> 32);

    private static long Bytes(ulong sectors, long at) => sectors <= long.MaxValue / MdLayout.SectorBytes / 2 ? (long)sectors * MdLayout.SectorBytes
        : throw Bad($"a RAID member with {sectors} sectors", at);

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        int at = 0;
        for (; at + 4 <= bytes.Length; at += 4)
            sum += at == MdLayout.ChecksumAt ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        if (at < bytes.Length)
            sum += BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        return Fold(sum);
    }

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static ulong Wide(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
