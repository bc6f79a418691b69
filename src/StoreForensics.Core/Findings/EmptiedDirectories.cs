using StoreForensics.Evidence;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>
/// Directories of which nothing stayed as it was, in layers that hold whole trees: the driver keeps no mark of a directory that was removed and made anew
/// there, but every name in it is deleted or changed, one deleted at least.
/// </summary>
internal sealed class EmptiedDirectories
{
    private readonly Dictionary<(IEvidenceSource, int), List<FileChange>> _byDirectory = [];

    public void Note(FileChange change)
    {
        // A deletion's own entry is the one below; a directory that only changed within is no sign.
        ViewEntry? below = change.Change == 'D' ? new ViewEntry(change.Layer, change.Node) : change is { Change: 'C', IsOwn: true } ? change.Below : null;
        if (below is not { } before || (change.Change == 'C' && before.IsDirectory))
            return;
        (IEvidenceSource, int) directory = (before.Layer.Files!.Source, before.Facts.Parent);
        if (!_byDirectory.TryGetValue(directory, out List<FileChange>? changes))
            _byDirectory[directory] = changes = [];
        changes.Add(change with { PathBytes = change.PathBytes.ToArray() });
    }

    /// <summary>The changes in such directories; a single name is no sign.</summary>
    public IEnumerable<FileChange> Changes()
    {
        foreach (((IEvidenceSource source, int directory), List<FileChange> changes) in _byDirectory)
        {
            if (changes.Count > 1 && changes.Exists(c => c.Change == 'D') && changes.Count == source.Tree.Children(directory).Length)
            {
                foreach (FileChange change in changes)
                    yield return change;
            }
        }
    }
}
