namespace StoreForensics.Ingest.FileSystems.Xfs.Attributes;

/// <summary>A block of attributes (<c>xfs_attr_leafblock</c>): entries in the order of hashes, names and values from the block's end.</summary>
internal static class AttributeLeaf
{
    private const int EntryBytes = 8;

    /// <summary>How many entries make no sense and were left out.</summary>
    /// <param name="block">The whole block.</param>
    /// <param name="isNew">Whether its header is that of version 5.</param>
    /// <param name="found">Takes the attributes.</param>
    public static int Read(ReadOnlySpan<byte> block, bool isNew, List<RawAttribute> found)
    {
        int count = block.U16(isNew ? 56 : 12), start = isNew ? 80 : 32, bad = 0;
        for (int i = 0; i < count; i++)
        {
            int at = start + (i * EntryBytes);
            if (at > block.Length - EntryBytes)
                return bad + count - i;
            int place = block.U16(at + 4);
            byte flags = block[at + 6];
            RawAttribute? attribute = (flags & RawAttribute.LocalFlag) != 0 ? Local(block, place, flags) : Remote(block, place, flags);
            if (attribute is { } one)
                found.Add(one);
            else
                bad++;
        }
        return bad;
    }

    private static RawAttribute? Local(ReadOnlySpan<byte> block, int at, byte flags)
    {
        if (at > block.Length - 3)
            return null;
        int value = block.U16(at), name = block[at + 2];
        return at + 3 + name + value > block.Length ? null
            : new RawAttribute(flags, block.Slice(at + 3, name).ToArray(), block.Slice(at + 3 + name, value).ToArray());
    }

    private static RawAttribute? Remote(ReadOnlySpan<byte> block, int at, byte flags)
    {
        if (at > block.Length - 9)
            return null;
        int name = block[at + 8];
        return at + 9 + name > block.Length ? null
            : new RawAttribute(flags, block.Slice(at + 9, name).ToArray(), null, block.U32(at), block.U32(at + 4));
    }
}
