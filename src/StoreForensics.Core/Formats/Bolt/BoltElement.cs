namespace StoreForensics.Formats.Bolt;

/// <summary>One element of a page, all its bytes checked to lie inside that page.</summary>
/// <param name="KeyOffset">Byte offset of the key in the file.</param>
/// <param name="KeyLength">1 to <see cref="BoltLayout.MaxKeySize"/>.</param>
/// <param name="ValueLength">The value follows the key; 0 in a branch.</param>
/// <param name="IsBucket">The value describes a bucket.</param>
/// <param name="Child">A branch's child page; 0 in a leaf.</param>
internal readonly record struct BoltElement(int KeyOffset, int KeyLength, int ValueLength, bool IsBucket, ulong Child)
{
    public int ValueOffset => KeyOffset + KeyLength;
}

/// <summary>Parses the element array of a page or of an inline bucket's pseudo-page (format reference, section 8.2).</summary>
internal static class BoltElements
{
    /// <summary>
    /// Appends the good elements in their order and returns how many were not: outside the page, without a key or with an impossible one, or together larger
    /// than the page. The last rule keeps a crafted page from handing out the same bytes thousands of times; in a page that the library wrote nothing overlaps.
    /// </summary>
    public static int Parse(BoltImage image, int offset, int length, bool isLeaf, int count, List<BoltElement> elements)
    {
        long dataStart = BoltLayout.PageHeaderSize + ((long)count * BoltLayout.ElementSize);
        long budget = length - dataStart;
        int bad = 0;
        ReadOnlySpan<byte> page = image.Bytes(offset, length);
        for (int i = 0; i < count; i++)
        {
            int at = BoltLayout.PageHeaderSize + (i * BoltLayout.ElementSize);
            if (at + BoltLayout.ElementSize > length)
                return bad + count - i;
            (BoltElement element, long end) = ParseOne(image.Order, page.Slice(at, BoltLayout.ElementSize), offset + at, isLeaf);
            bool isInside = element.KeyOffset - offset >= dataStart && end - offset <= length;
            long size = end - element.KeyOffset;
            if (!isInside || element.KeyLength is 0 or > BoltLayout.MaxKeySize || size > budget)
            {
                bad++;
                continue;
            }
            budget -= size;
            elements.Add(element);
        }
        return bad;
    }

    private static (BoltElement Element, long End) ParseOne(BoltByteOrder order, ReadOnlySpan<byte> bytes, int elementOffset, bool isLeaf)
    {
        uint pos = order.U32(bytes, isLeaf ? BoltLayout.LeafPosAt : BoltLayout.BranchPosAt);
        uint keySize = order.U32(bytes, isLeaf ? BoltLayout.LeafKeySizeAt : BoltLayout.BranchKeySizeAt);
        uint valueSize = isLeaf ? order.U32(bytes, BoltLayout.LeafValueSizeAt) : 0;
        long keyOffset = (long)elementOffset + pos;
        long end = keyOffset + keySize + valueSize;
        // Values too large for an int end far outside any page: the caller drops them by the end.
        if (end > int.MaxValue)
            return (new BoltElement(-1, 0, 0, false, 0), long.MaxValue / 2);
        bool isBucket = isLeaf && (order.U32(bytes, BoltLayout.LeafFlagsAt) & BoltLayout.BucketElementFlag) != 0;
        return (new BoltElement((int)keyOffset, (int)keySize, (int)valueSize, isBucket, isLeaf ? 0 : order.U64(bytes, BoltLayout.BranchChildAt)), end);
    }
}
