using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Copies;

/// <summary>
/// A driver's marks where they are, and the layer's record where the copy lost them: what the tar of the layer deleted stays deleted. A mark that the copy
/// made an empty file of (7z keeps devices so) is a mark again.
/// </summary>
internal sealed class RecordedWhiteouts(IWhiteouts marks, RecordedMarks recorded) : IWhiteouts
{
    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) =>
        tree[node] is { Kind: EntryKind.File, Size: 0 } && recorded.Deletes(tree[node].Parent, tree.Name(node))
            ? LayerEntryMeaning.Deletion : marks.Classify(tree, node, atLayerRoot);

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) =>
        recorded.Deletes(tree[node].Parent, tree.Name(node)) ? tree.Name(node) : marks.DeletedName(tree, node);

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        int mark = marks.FindDeletion(tree, directory, name);
        if (mark != EvidenceTree.None || !recorded.Deletes(directory, name))
            return mark;
        int node = tree.Child(directory, name);
        return node != EvidenceTree.None && tree[node] is { Kind: EntryKind.File, Size: 0 } ? node : EvidenceTree.None;
    }

    public bool Deletes(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) =>
        marks.Deletes(tree, directory, name) || recorded.Deletes(directory, name);

    public IReadOnlyList<byte[]> UnmarkedDeletions(EvidenceTree tree, int directory) => recorded.Deleted(directory) is { Count: > 0 } names
        ? [.. names.Where(n => FindDeletion(tree, directory, n) == EvidenceTree.None && tree.Child(directory, n) == EvidenceTree.None)] : [];

    public bool IsOpaque(EvidenceTree tree, int directory) => marks.IsOpaque(tree, directory) || recorded.IsOpaque(directory);

    public bool HasOwnTime(EvidenceTree tree, int node) => tree[node].Kind is not (EntryKind.File or EntryKind.Directory or EntryKind.Implied)
        && marks.HasOwnTime(tree, node);

    public ReadOnlySpan<byte> Redirect(EvidenceTree tree, int directory) => marks.Redirect(tree, directory);

    public bool IsMetadataOnly(EvidenceTree tree, int node) => marks.IsMetadataOnly(tree, node);

    public bool IsOwnXattr(string name) => marks.IsOwnXattr(name);
}
