using System.Buffers.Binary;

namespace StoreForensics.Formats.Sqlite;

/// <summary>A b-tree page whose header was checked; its cells are not checked yet (file format, 1.6).</summary>
/// <param name="Page">Its bytes.</param>
/// <param name="Kind">One of the four of <see cref="SqliteLayout"/>.</param>
/// <param name="Claimed">Cells as its header says.</param>
/// <param name="CellCount">Those of them that there is room for.</param>
/// <param name="PointersAt">Where their offsets stand.</param>
/// <param name="Usable">Bytes of a page that hold content.</param>
internal readonly record struct TreePage(SqlitePage Page, byte Kind, int Claimed, int CellCount, int PointersAt, int Usable)
{
    public bool IsLeaf => Kind is SqliteLayout.LeafIndex or SqliteLayout.LeafTable;

    public bool IsIndex => Kind is SqliteLayout.LeafIndex or SqliteLayout.InteriorIndex;

    /// <summary>Content ends here: at the reserved bytes, or where the file is cut.</summary>
    public int End => Math.Min(Usable, Page.Bytes.Length);

    /// <summary>Cells begin behind the offsets of all that the header claims.</summary>
    public int CellsFrom => PointersAt + (2 * CellCount);

    public ReadOnlySpan<byte> Content => Page.Bytes.Span[..End];

    /// <summary>The subtree behind all cells of an interior page.</summary>
    public uint RightChild => BinaryPrimitives.ReadUInt32BigEndian(Content[(PointersAt - 4)..]);

    public int CellOffset(int index) => BinaryPrimitives.ReadUInt16BigEndian(Content[(PointersAt + (2 * index))..]);

    /// <summary>False when the page is none of a tree.</summary>
    public static bool TryParse(SqlitePage page, int usable, out TreePage parsed)
    {
        parsed = default;
        int start = page.Number == 1 ? SqliteLayout.HeaderSize : 0;
        int end = Math.Min(usable, page.Bytes.Length);
        if (end < start + SqliteLayout.InteriorHeaderSize)
            return false;
        ReadOnlySpan<byte> header = page.Bytes.Span[start..];
        byte kind = header[0];
        if (kind is not (SqliteLayout.InteriorIndex or SqliteLayout.InteriorTable or SqliteLayout.LeafIndex or SqliteLayout.LeafTable))
            return false;
        int pointers = start + (kind is SqliteLayout.LeafIndex or SqliteLayout.LeafTable ? SqliteLayout.LeafHeaderSize : SqliteLayout.InteriorHeaderSize);
        int claimed = BinaryPrimitives.ReadUInt16BigEndian(header[SqliteLayout.CellCountAt..]);
        parsed = new TreePage(page, kind, claimed, Math.Min(claimed, (end - pointers) / 2), pointers, usable);
        return true;
    }
}
