namespace StoreForensics.Formats.Sqlite;

/// <summary>Where a walk stands on one page: its cells in their order, then the subtree behind them.</summary>
internal sealed class TreeVisit
{
    private readonly TreePage _page;
    private int _next;
    private int _room;
    private bool _isRightTaken;

    public TreeVisit(in TreePage page, string table)
    {
        _page = page;
        _room = page.End - page.CellsFrom;
        _isRightTaken = page.IsLeaf;
        Faults = new PageFaults(table, page.Page, page.Claimed + (page.IsLeaf ? 0 : 1));
        if (page.Claimed > page.CellCount)
            Faults.Add(SqliteProblems.CellOutside, page.Claimed - page.CellCount);
    }

    public TreePage Page => _page;

    public PageFaults Faults { get; }

    /// <summary>An index's interior cell whose subtree was entered: its own record comes after that.</summary>
    public TreeCell? Pending { get; set; }

    /// <summary>The next cell that is one; faults before it are counted. Cells share no bytes: what they take together is at most the page.</summary>
    public bool TryNextCell(out TreeCell cell)
    {
        while (_next < _page.CellCount)
        {
            if (TreeCell.TryParse(_page, _page.CellOffset(_next++), out cell) && (_room -= cell.Length) >= 0)
                return true;
            Faults.Add(SqliteProblems.CellOutside);
        }
        cell = default;
        return false;
    }

    /// <summary>The subtree behind the last cell, once; null afterwards and in a leaf.</summary>
    public uint? TakeRight()
    {
        if (_isRightTaken)
            return null;
        _isRightTaken = true;
        return _page.RightChild;
    }
}
