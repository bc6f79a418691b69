using System.Buffers.Binary;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A cell of a b-tree page (file format, 1.6).</summary>
/// <param name="Offset">In its page.</param>
/// <param name="Length">Bytes of the page that it takes.</param>
/// <param name="Child">The subtree before it; 0 in a leaf.</param>
/// <param name="RowId">Of a table's leaf, else 0.</param>
/// <param name="PayloadLength">Bytes of its record, those in overflow pages included; 0 on a table's interior page, whose cells have none.</param>
/// <param name="LocalAt">Where in the page the record begins.</param>
/// <param name="LocalLength">Bytes of it that are in the page.</param>
/// <param name="Overflow">The first page with the rest; 0 when there is none.</param>
internal readonly record struct TreeCell(int Offset, int Length, uint Child, long RowId, ulong PayloadLength, int LocalAt, int LocalLength, uint Overflow)
{
    /// <summary>False when the cell leaves the page's content.</summary>
    public static bool TryParse(in TreePage page, int offset, out TreeCell cell)
    {
        cell = default;
        ReadOnlySpan<byte> content = page.Content;
        int at = offset;
        if (offset < page.CellsFrom || offset > content.Length - SqliteLayout.MinCellSize)
            return false;
        uint child = page.IsLeaf ? 0 : BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
        at += page.IsLeaf ? 0 : 4;
        ulong payload = 0, row = 0;
        if ((page.IsLeaf || page.IsIndex) && !SqliteVarint.TryRead(content, ref at, out payload))
            return false;
        if (!page.IsIndex && !SqliteVarint.TryRead(content, ref at, out row))
            return false;
        int local = LocalBytes(payload, page.Usable, page.IsIndex);
        int end = at + local + ((ulong)local < payload ? 4 : 0);
        if (end > content.Length)
            return false;
        uint overflow = (ulong)local < payload ? BinaryPrimitives.ReadUInt32BigEndian(content[(at + local)..]) : 0;
        cell = new TreeCell(offset, Math.Max(end - offset, SqliteLayout.MinCellSize), child, (long)row, payload, at, local, overflow);
        return true;
    }

    // 1.6, "the amount of payload that spills": U, X, M, K and P as there.
    private static int LocalBytes(ulong payload, int usable, bool isIndex)
    {
        int most = isIndex ? ((usable - 12) * 64 / 255) - 23 : usable - 35;
        if (payload <= (ulong)most)
            return (int)payload;
        int least = ((usable - 12) * 32 / 255) - 23;
        int fitting = least + (int)((payload - (ulong)least) % (ulong)(usable - 4));
        return fitting <= most ? fitting : least;
    }
}
