using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>What a layer or container changed: counts of all of it, and the first lines. Reads the changes once, keeps no more than it shows.</summary>
internal sealed class ChangeList
{
    private readonly List<ChangeLine> _first = [];
    private readonly List<ChangeLine> _firstTelling = [];

    public long Added { get; private set; }

    public long Changed { get; private set; }

    public long Deleted { get; private set; }

    public long Total => Added + Changed + Deleted;

    /// <summary>Why the listing broke off; null when it is whole.</summary>
    public string? BrokenOff { get; private set; }

    /// <summary>
    /// In path order. Where not all fit, directories that are listed only because something inside changed are left out.
    /// </summary>
    public IReadOnlyList<ChangeLine> Lines => Total <= _first.Count ? _first : _firstTelling;

    public static ChangeList Read(Func<IEnumerable<FileChange>> changes, int most)
    {
        var list = new ChangeList();
        try
        {
            foreach (FileChange change in changes())
                list.Add(change, most);
        }
        catch (EvidenceFormatException e)
        {
            list.BrokenOff = e.Message;
        }
        return list;
    }

    private void Add(in FileChange change, int most)
    {
        switch (change.Change)
        {
            case 'A': Added++; break;
            case 'D': Deleted++; break;
            default: Changed++; break;
        }
        if (_first.Count < most)
            _first.Add(Line(change));
        if (_firstTelling.Count < most && change.IsOwn)
            _firstTelling.Add(Line(change));
    }

    private static ChangeLine Line(in FileChange change)
    {
        EntryKind? kind = KindOf(change);
        long? size = kind == EntryKind.File && change.Change != 'D' ? change.Tree[change.Node].Size : null;
        return new ChangeLine(change.Change, CaseFormat.Runs(DisplayText.Escape(change.PathBytes.Span)), kind, size);
    }

    private static EntryKind? KindOf(in FileChange change) => change.Layer.Files is null || change.Node < 0 ? null : change.Kind;
}

/// <param name="Change"><c>A</c>, <c>C</c> or <c>D</c>.</param>
/// <param name="Path">Escaped.</param>
/// <param name="Kind">Null when unknown.</param>
/// <param name="Size">Bytes of a regular file that is there; null otherwise.</param>
internal readonly record struct ChangeLine(char Change, string Path, EntryKind? Kind, long? Size);
