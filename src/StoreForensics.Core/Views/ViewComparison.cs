namespace StoreForensics.Views;

/// <summary>
/// Walks two merged views side by side and hands out what differs, parents before children, names in byte order. Only what can differ is entered: where both
/// show the same directories of the same layers, nothing below is read. No recursion: depth is bounded by memory for one frame a level.
/// </summary>
internal sealed class ViewComparison
{
    private readonly PathBuffer _path = new();
    private readonly Stack<Frame> _frames = new();

    private readonly bool _isWhole;

    private ViewComparison(ViewDirectory? newer, ViewDirectory? older, bool isWhole)
    {
        _isWhole = isWhole;
        _frames.Push(new Frame(newer, older, 0));
    }

    /// <summary>
    /// Every name that only one side has, also below what is gone, and every name that both have in different versions, whether they look the same or not;
    /// no directory for what is inside it.
    /// </summary>
    public static IEnumerable<FileChange> Pairs(ViewDirectory? newer, ViewDirectory? older) => new ViewComparison(newer, older, isWhole: true).Run();

    /// <summary>Differences of <paramref name="newer"/> against <paramref name="older"/>; null stands for an empty view.</summary>
    public static IEnumerable<FileChange> Compare(ViewDirectory? newer, ViewDirectory? older) => new ViewComparison(newer, older, isWhole: false).Run();

    private IEnumerable<FileChange> Run()
    {
        while (_frames.TryPeek(out Frame? frame))
        {
            if (!frame.MoveNext(out ViewEntry? newer, out ViewEntry? older))
            {
                _frames.Pop();
                _path.Truncate(frame.PathLength);
                continue;
            }
            _path.Truncate(frame.ChildPathLength);
            _path.Push((newer ?? older)!.Value.Name);
            foreach (FileChange change in Visit(frame, newer, older))
                yield return change;
        }
    }

    private List<FileChange> Visit(Frame frame, ViewEntry? newer, ViewEntry? older)
    {
        var changes = new List<FileChange>(1);
        // What could not be read on one side is no difference.
        if ((newer is null && frame.Newer?.LacksNames == true) || (older is null && frame.Older?.LacksNames == true))
            return changes;
        if (newer is not ViewEntry now)
        {
            AddWithParents(changes, new FileChange('D', _path.Memory, older!.Value.Layer, older.Value.Node));
            EnterGone(frame, older.Value);
            return changes;
        }
        bool differs = older is not ViewEntry before || (_isWhole ? now != before : EntryComparison.Differs(now, before));
        if (differs)
            AddWithParents(changes, new FileChange(older is null ? 'A' : 'C', _path.Memory, now.Layer, now.Node, older));
        if (now.IsDirectory)
            Enter(frame, now, older, listed: differs);
        else if (older is { IsDirectory: true } directory)
            EnterGone(frame, directory);
        return changes;
    }

    private void EnterGone(Frame frame, ViewEntry gone)
    {
        if (_isWhole && gone.IsDirectory && frame.Older!.Enter(gone.Name) is { } older)
            _frames.Push(new Frame(null, older, frame.ChildPathLength) { ChildPathLength = _path.Length, IsListed = true });
    }

    private void Enter(Frame frame, ViewEntry now, ViewEntry? before, bool listed)
    {
        ViewDirectory? newer = frame.Newer!.Enter(now.Name);
        ViewDirectory? older = before is { IsDirectory: true } ? frame.Older?.Enter(now.Name) : null;
        if (newer is not null && (older is null || !newer.IsSameAs(older)))
            _frames.Push(new Frame(newer, older, frame.ChildPathLength) { ChildPathLength = _path.Length, IsListed = listed, Directory = now, Below = before });
    }

    // A directory in which something changed is itself a change: its line comes before its children's.
    private void AddWithParents(List<FileChange> changes, FileChange change)
    {
        foreach (Frame frame in _frames)
        {
            if (_isWhole || frame.IsListed || frame.Directory is not ViewEntry directory)
                break; // above one that is listed all are; the root never is
            frame.IsListed = true;
            changes.Add(new FileChange('C', _path.Memory[..frame.ChildPathLength], directory.Layer, directory.Node, frame.Below, IsOwn: false));
        }
        changes.Reverse();
        changes.Add(change);
    }

    /// <summary>One directory level: both sides' names, merged.</summary>
    private sealed class Frame(ViewDirectory? newer, ViewDirectory? older, int pathLength)
    {
        private IReadOnlyList<ViewEntry>? _new;
        private IReadOnlyList<ViewEntry>? _old;
        private int _atNew;
        private int _atOld;

        public ViewDirectory? Newer => newer;

        public ViewDirectory? Older => older;

        /// <summary>Length of the path before this directory's own name.</summary>
        public int PathLength => pathLength;

        /// <summary>Length of this directory's path.</summary>
        public int ChildPathLength { get; init; }

        /// <summary>Whether the directory's own line was handed out.</summary>
        public bool IsListed { get; set; }

        /// <summary>Null for the root, which is never listed.</summary>
        public ViewEntry? Directory { get; init; }

        public ViewEntry? Below { get; init; }

        public bool MoveNext(out ViewEntry? newEntry, out ViewEntry? oldEntry)
        {
            if (_new is null)
                (_new, _old) = CandidateNames.Of(newer, older);
            newEntry = oldEntry = null;
            bool moreNew = _atNew < _new.Count, moreOld = _atOld < _old!.Count;
            if (!moreNew && !moreOld)
                return false;
            int order = !moreNew ? 1 : !moreOld ? -1 : _new[_atNew].Name.SequenceCompareTo(_old[_atOld].Name);
            if (order <= 0)
                newEntry = _new[_atNew++];
            if (order >= 0)
                oldEntry = _old[_atOld++];
            return true;
        }
    }
}
