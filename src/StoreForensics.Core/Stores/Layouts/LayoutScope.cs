using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.Layouts;

/// <summary>One store while its layout is told.</summary>
/// <param name="Files">The evidence; faults met here were told when the store was read.</param>
/// <param name="Root">The store's root.</param>
/// <param name="Store">The store.</param>
/// <param name="Inventory">What was read of it.</param>
/// <param name="Names">The example that is followed through the store.</param>
internal sealed record LayoutScope(EvidenceFiles Files, int Root, StoreInfo Store, Inventory Inventory, LayoutNames Names)
{
    public EvidenceTree Tree => Files.Tree;
}
