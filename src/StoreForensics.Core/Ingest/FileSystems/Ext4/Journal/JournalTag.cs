using System.Buffers.Binary;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary>One block that a transaction wrote (journal.rst, "Descriptor Block").</summary>
/// <param name="Block">Its number in the file system.</param>
/// <param name="IsEscaped">Its first four bytes were the journal's own mark and were set to zero.</param>
/// <param name="Checksum">Of its bytes, all 32 bits or the low 16; null where none is kept.</param>
internal readonly record struct JournalTag(long Block, bool IsEscaped, uint? Checksum)
{
    private const uint Escaped = 1, SameUuid = 2, Last = 8;
    private const int UuidBytes = 16;

    /// <summary>The tags of a descriptor block; those before the place where they stop making sense.</summary>
    public static List<JournalTag> ParseAll(JournalSuperBlock super, ReadOnlySpan<byte> block)
    {
        var tags = new List<JournalTag>();
        int end = block.Length - (super.HasChecksums ? 4 : 0), size = super.TagBytes;
        for (int at = JournalBlock.HeaderBytes; at <= end - size;)
        {
            ReadOnlySpan<byte> tag = block.Slice(at, size);
            bool isThird = super.Has(JournalFeatures.Checksum3);
            uint flags = isThird ? BinaryPrimitives.ReadUInt32BigEndian(tag[4..]) : BinaryPrimitives.ReadUInt16BigEndian(tag[6..]);
            long number = BinaryPrimitives.ReadUInt32BigEndian(tag);
            if (super.Has(JournalFeatures.Bits64))
                number |= (long)BinaryPrimitives.ReadUInt32BigEndian(tag[8..]) << 32;
            uint? checksum = isThird ? BinaryPrimitives.ReadUInt32BigEndian(tag[12..])
                : super.Has(JournalFeatures.Checksum2) ? BinaryPrimitives.ReadUInt16BigEndian(tag[4..]) : null;
            tags.Add(new JournalTag(number, (flags & Escaped) != 0, checksum));
            at += size + ((flags & SameUuid) == 0 ? UuidBytes : 0);
            if ((flags & Last) != 0)
                break;
        }
        return tags;
    }
}
