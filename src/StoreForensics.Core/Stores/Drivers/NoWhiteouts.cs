using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Drivers;

/// <summary>For drivers that keep whole trees: every entry is an entry.</summary>
internal sealed class NoWhiteouts : IWhiteouts
{
    public static readonly NoWhiteouts Instance = new();

    public LayerEntryMeaning Classify(EvidenceTree tree, int node, bool atLayerRoot) => LayerEntryMeaning.Entry;

    public ReadOnlySpan<byte> DeletedName(EvidenceTree tree, int node) => default;

    public int FindDeletion(EvidenceTree tree, int directory, ReadOnlySpan<byte> name) => EvidenceTree.None;

    public bool IsOpaque(EvidenceTree tree, int directory) => false;

    public bool HasOwnTime(EvidenceTree tree, int node) => false;
}
