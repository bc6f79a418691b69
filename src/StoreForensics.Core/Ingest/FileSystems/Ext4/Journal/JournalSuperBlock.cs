using System.Buffers.Binary;
using StoreForensics.Ingest.Disks;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary><c>s_feature_incompat</c> of the journal.</summary>
[Flags]
internal enum JournalFeatures : uint
{
    Revoke = 0x1,
    Bits64 = 0x2,
    AsyncCommit = 0x4,
    Checksum2 = 0x8,
    Checksum3 = 0x10,
    FastCommit = 0x20,
}

/// <summary>The first block of the journal (journal.rst, "Super Block"); big-endian.</summary>
internal sealed record JournalSuperBlock
{
    public required int BlockBytes { get; init; }

    /// <summary>Blocks of the journal, this one included.</summary>
    public required uint Length { get; init; }

    /// <summary>The first block that transactions may use.</summary>
    public required uint First { get; init; }

    /// <summary>One past the last block that transactions use; fast commits begin one block after it (Linux fs/jbd2/journal.c).</summary>
    public required uint End { get; init; }

    /// <summary>Blocks that fast commits may use; 0: there are none.</summary>
    public uint FastBlocks => End < Length ? Length - End - 1 : 0;

    /// <summary>The number of the first transaction to play back.</summary>
    public required uint Sequence { get; init; }

    /// <summary>Where it begins; 0: there is nothing to play back.</summary>
    public required uint Start { get; init; }

    public required JournalFeatures Features { get; init; }

    /// <summary>Seeds all checksums in the journal.</summary>
    public required uint ChecksumSeed { get; init; }

    public bool Has(JournalFeatures feature) => (Features & feature) != 0;

    public bool HasChecksums => Has(JournalFeatures.Checksum2 | JournalFeatures.Checksum3);

    /// <summary>Bytes of a tag without the UUID (Linux fs/jbd2/journal.c, journal_tag_bytes).</summary>
    public int TagBytes => Has(JournalFeatures.Checksum3) ? 16 : 12 + (Has(JournalFeatures.Checksum2) ? 2 : 0) - (Has(JournalFeatures.Bits64) ? 0 : 4);

    /// <exception cref="EvidenceFormatException">It is no such block, or a field of it cannot be.</exception>
    public static JournalSuperBlock Parse(ReadOnlySpan<byte> b)
    {
        if (!JournalBlock.TryParse(b, out JournalBlock header) || header.Type is not (JournalBlock.SuperBlock1 or JournalBlock.SuperBlock2))
            throw Ext4Problems.Bad(Ext4Problems.Journal, "the journal has no superblock");
        bool isSecond = header.Type == JournalBlock.SuperBlock2;
        var features = (JournalFeatures)(isSecond ? U32(b, 0x28) : 0);
        uint length = U32(b, 0x10), first = U32(b, 0x14), blockBytes = U32(b, 0x0C);
        uint fast = (features & JournalFeatures.FastCommit) == 0 ? 0 : U32(b, 0x54) is 0 ? 256 : U32(b, 0x54);
        if (blockBytes is < 1024 or > 65536 || first == 0 || first >= length || fast >= length - first)
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"the journal's superblock is damaged: {length} blocks of {blockBytes} bytes, the first at {first}");
        uint start = U32(b, 0x1C);
        if (start != 0 && (start < first || start >= length - fast))
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"the journal should begin at block {start}, outside of it");
        return new JournalSuperBlock
        {
            BlockBytes = (int)blockBytes,
            Length = length,
            First = first,
            End = length - fast,
            Sequence = U32(b, 0x18),
            Start = start,
            Features = features,
            ChecksumSeed = isSecond ? Crc32C.Append(~0u, b.Slice(0x30, 16)) : 0,
        };
    }

    private static uint U32(ReadOnlySpan<byte> b, int at) => BinaryPrimitives.ReadUInt32BigEndian(b[at..]);
}

/// <summary>The header of every block of the journal that is not data.</summary>
/// <param name="Type">What the block is.</param>
/// <param name="Sequence">The transaction that it belongs to.</param>
internal readonly record struct JournalBlock(uint Type, uint Sequence)
{
    public const uint Magic = 0xC03B3998;
    public const int HeaderBytes = 12;
    public const uint Descriptor = 1, Commit = 2, SuperBlock1 = 3, SuperBlock2 = 4, Revoke = 5;

    public static bool TryParse(ReadOnlySpan<byte> b, out JournalBlock header)
    {
        header = new JournalBlock(BinaryPrimitives.ReadUInt32BigEndian(b[4..]), BinaryPrimitives.ReadUInt32BigEndian(b[8..]));
        return BinaryPrimitives.ReadUInt32BigEndian(b) == Magic;
    }
}
