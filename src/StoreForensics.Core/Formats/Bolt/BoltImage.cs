namespace StoreForensics.Formats.Bolt;

/// <summary>A bolt file's bytes with what is needed to find pages in them. Knows nothing of trees or of damage beyond one page.</summary>
internal sealed class BoltImage(BoltBytes bytes, int pageSize, BoltByteOrder order)
{
    public ReadOnlyMemory<byte> Content { get; } = bytes.Bytes;

    public int PageSize { get; } = pageSize;

    public BoltByteOrder Order { get; } = order;

    /// <summary>Slots that begin inside what is in memory; the last may be cut.</summary>
    public int SlotCount { get; } = (int)(((long)bytes.Bytes.Length + pageSize - 1) / pageSize);

    /// <summary>Slots that begin inside the file: those that are not in memory lie in the hole at its end.</summary>
    public long FileSlots { get; } = (bytes.FileBytes / pageSize) + (bytes.FileBytes % pageSize == 0 ? 0 : 1);

    public ReadOnlySpan<byte> Bytes(int offset, int length) => Content.Span.Slice(offset, length);

    /// <summary>The page of that number, or why there is none; then <paramref name="found"/> is what stands there instead (id or flags).</summary>
    public BoltPageFault TryPage(ulong id, out BoltPage page, out ulong found)
    {
        page = default;
        found = 0;
        if (id < 2 || id >= (ulong)FileSlots)
            return BoltPageFault.OutsideFile;
        if (id >= (ulong)SlotCount)
            return BoltPageFault.IdDiffers; // zeros
        int offset = (int)((long)id * PageSize);
        if (Content.Length - offset < BoltLayout.PageHeaderSize)
            return BoltPageFault.OutsideFile;
        ReadOnlySpan<byte> header = Bytes(offset, BoltLayout.PageHeaderSize);
        found = Order.U64(header, BoltLayout.PageIdAt);
        if (found != id)
            return BoltPageFault.IdDiffers;
        ushort flags = Order.U16(header, BoltLayout.PageFlagsAt);
        ushort count = Order.U16(header, BoltLayout.PageCountAt);
        found = flags;
        if (flags is not (BoltLayout.BranchFlag or BoltLayout.LeafFlag) || count == BoltLayout.CountOverflow)
            return BoltPageFault.NotOfATree;
        long full = (Order.U32(header, BoltLayout.PageOverflowAt) + 1L) * PageSize;
        page = new BoltPage(id, flags == BoltLayout.LeafFlag, count, offset, (int)Math.Min(full, Content.Length - offset), full);
        return BoltPageFault.None;
    }

    /// <summary>Whether the slot begins with a header of its own: its own number and a kind of page that the format has.</summary>
    public bool HasOwnHeader(int slot)
    {
        int offset = slot * PageSize;
        if (Content.Length - offset < BoltLayout.PageHeaderSize)
            return false;
        ReadOnlySpan<byte> header = Bytes(offset, BoltLayout.PageHeaderSize);
        return Order.U64(header, BoltLayout.PageIdAt) == (ulong)slot
            && Order.U16(header, BoltLayout.PageFlagsAt) is BoltLayout.BranchFlag or BoltLayout.LeafFlag or BoltLayout.FreelistFlag;
    }
}
