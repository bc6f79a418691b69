namespace StoreForensics.Formats.Bolt;

/// <summary>A bucket whose content stands inside its parent's leaf: a pseudo-page without number and overflow (format reference, section 8.3).</summary>
internal static class BoltInlineBucket
{
    /// <summary>False when what stands there is no leaf page.</summary>
    public static bool TryParse(BoltImage image, int offset, int length, List<BoltElement> elements, out int count, out int bad)
    {
        count = bad = 0;
        if (length < BoltLayout.PageHeaderSize)
            return false;
        ReadOnlySpan<byte> header = image.Bytes(offset, BoltLayout.PageHeaderSize);
        if (image.Order.U16(header, BoltLayout.PageFlagsAt) != BoltLayout.LeafFlag)
            return false;
        count = image.Order.U16(header, BoltLayout.PageCountAt);
        bad = BoltElements.Parse(image, offset, length, isLeaf: true, count, elements);
        return true;
    }
}
