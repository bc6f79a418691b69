using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Checkpoints;

/// <summary>
/// Deletions that a list beside the tar names, and no mark in it. One whose directory is not in the tar is told at the nearest that is: the views leave the
/// name out only where the directory is there.
/// </summary>
internal sealed class ListedDeletions : IWhiteouts
{
    private readonly Dictionary<EvidencePath, List<byte[]>> _byDirectory = [];

    public ListedDeletions(IEnumerable<byte[]> paths)
    {
        foreach (byte[] path in paths)
        {
            int slash = path.AsSpan().LastIndexOf((byte)'/');
            var directory = new EvidencePath(path.AsSpan(0, Math.Max(0, slash)));
            if (!_byDirectory.TryGetValue(directory, out List<byte[]>? names))
                _byDirectory[directory] = names = [];
            names.Add(path[(slash + 1)..]);
        }
    }

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) => LayerEntryMeaning.Entry;

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => tree.Name(node);

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => EvidenceTree.None;

    public bool Deletes(EvidenceTree tree, int directory, ReadOnlySpan<byte> name)
    {
        foreach (byte[] deleted in Names(tree, directory))
        {
            if (name.SequenceEqual(deleted))
                return tree.Child(directory, name) == EvidenceTree.None;
        }
        return false;
    }

    public IReadOnlyList<byte[]> UnmarkedDeletions(EvidenceTree tree, int directory) =>
        [.. Names(tree, directory).Where(n => tree.Child(directory, n) == EvidenceTree.None)];

    public bool IsOpaque(EvidenceTree tree, int directory) => false;

    public bool HasOwnTime(EvidenceTree tree, int node) => false;

    private List<byte[]> Names(EvidenceTree tree, int directory) => _byDirectory.GetValueOrDefault(tree.PathOf(directory)) ?? [];
}
