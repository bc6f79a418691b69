using StoreForensics.Primitives;

namespace StoreForensics.Formats.Sqlite;

/// <summary>
/// One walk through a b-tree in the order of its keys (file format, 1.6). Every page is entered once, so a forged file with circles costs no more than its
/// size; what cannot be read is counted with its page, and its siblings are read on.
/// </summary>
internal sealed class TreeWalk(SqliteImage image, string table, bool isIndex, ProblemLog problems)
{
    private readonly HashSet<uint> _seen = [];
    private readonly Stack<TreeVisit> _path = [];
    private readonly OverflowReader _overflow = new(image);

    /// <summary>Whether anything was lost so far.</summary>
    public bool IsDamaged { get; private set; }

    /// <summary>Every record that can be had. Problems of a page come when the walk leaves it.</summary>
    public IEnumerable<StoredRecord> Records(uint root)
    {
        EnterRoot(root);
        while (_path.TryPeek(out TreeVisit? at))
        {
            if (at.Pending is TreeCell pending)
            {
                at.Pending = null;
                if (TryRecord(at, pending, out StoredRecord record))
                    yield return record;
            }
            else if (!at.TryNextCell(out TreeCell cell))
                Leave(at);
            else if (at.Page.IsLeaf)
            {
                if (TryRecord(at, cell, out StoredRecord record))
                    yield return record;
            }
            else
            {
                at.Pending = isIndex ? cell : null;
                Enter(cell.Child, at.Faults);
            }
        }
    }

    private void EnterRoot(uint root)
    {
        if (TryEnter(root) is not string code)
            return;
        IsDamaged = true;
        Origin origin = image.Pages.TryPage(root, out SqlitePage page) || image.Pages.TryPage(1, out page) ? page.Origin : default;
        problems.Damage(code, origin, code == SqliteProblems.PageMissing
            ? $"the root page {root} of {table} is not in the file; its rows are lost"
            : $"the root page {root} of {table} is none of such a tree; its rows are lost");
    }

    private void Leave(TreeVisit at)
    {
        if (at.TakeRight() is uint right)
        {
            Enter(right, at.Faults);
            return;
        }
        _path.Pop();
        IsDamaged |= at.Faults.Report(problems);
    }

    private void Enter(uint number, PageFaults faults)
    {
        if (TryEnter(number) is string code)
            faults.Add(code);
    }

    /// <summary>The code of what is in the way; null when the page was entered.</summary>
    private string? TryEnter(uint number)
    {
        if (!image.Pages.TryPage(number, out SqlitePage page))
            return SqliteProblems.PageMissing;
        if (_path.Count >= SqliteLayout.MaxDepth)
            return SqliteProblems.TooDeep;
        if (!_seen.Add(number))
            return SqliteProblems.PageMetBefore;
        if (!TreePage.TryParse(page, image.Header.Usable, out TreePage tree) || tree.IsIndex != isIndex)
            return SqliteProblems.PageOfOtherKind;
        _path.Push(new TreeVisit(tree, table));
        return null;
    }

    private bool TryRecord(TreeVisit at, in TreeCell cell, out StoredRecord record)
    {
        record = default;
        if (_overflow.Read(at.Page, cell, at.Faults) is not ReadOnlyMemory<byte> payload)
            return false;
        if (!RecordFormat.TryParse(payload, out SqliteValue[] values))
        {
            at.Faults.Add(SqliteProblems.RecordInvalid);
            return false;
        }
        record = new StoredRecord(cell.RowId, values, at.Page.Page.At(cell.Offset));
        return true;
    }
}
