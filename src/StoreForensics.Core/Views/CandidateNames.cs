using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>
/// Which entries of two directories have to be compared. Where the newer is the older with one layer on top, only that layer's own entries and deletions can
/// differ; a directory with a million names below is then never listed.
/// </summary>
internal static class CandidateNames
{
    public static (IReadOnlyList<ViewEntry> Newer, IReadOnlyList<ViewEntry> Older) Of(ViewDirectory? newer, ViewDirectory? older)
    {
        if (newer is not null && older is not null && newer.IsOneLayerOver(older))
            return Touched(newer, older);
        return (newer?.Entries() ?? [], older?.Entries() ?? []);
    }

    private static (IReadOnlyList<ViewEntry> Newer, IReadOnlyList<ViewEntry> Older) Touched(ViewDirectory newer, ViewDirectory older)
    {
        var now = new List<ViewEntry>();
        var before = new List<ViewEntry>();
        ViewEntry top = newer.Top;
        IWhiteouts whiteouts = top.Layer.Files!.Whiteouts;
        foreach (int child in top.Tree.Children(top.Node))
        {
            switch (newer.Meaning(0, child))
            {
                case LayerEntryMeaning.Entry:
                    now.Add(new ViewEntry(top.Layer, child));
                    if (older.Lookup(top.Tree.Name(child)) is ViewEntry below)
                        before.Add(below);
                    break;
                case LayerEntryMeaning.Deletion when IsGone(top, whiteouts.DeletedName(top.Tree, child), newer):
                    if (older.Lookup(whiteouts.DeletedName(top.Tree, child)) is ViewEntry gone)
                        before.Add(gone);
                    break;
            }
        }
        foreach (byte[] name in whiteouts.UnmarkedDeletions(top.Tree, top.Node))
        {
            if (older.Lookup(name) is ViewEntry gone)
                before.Add(gone);
        }
        before.Sort(static (a, b) => a.Name.SequenceCompareTo(b.Name)); // deletions sort by their marker's name, not by the deleted one
        return (now, before);
    }

    // Deleted and made anew in the same layer: the new entry is compared, the name is not gone.
    private static bool IsGone(ViewEntry directory, ReadOnlySpan<byte> name, ViewDirectory view)
    {
        int again = directory.Tree.Child(directory.Node, name);
        return again == EvidenceTree.None || view.Meaning(0, again) != LayerEntryMeaning.Entry;
    }
}
