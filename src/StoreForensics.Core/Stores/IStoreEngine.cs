using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores;

/// <summary>
/// An engine whose stores can be read: what one looks like, where else to look once one is found, which of its files a stream should keep, and how it
/// becomes an inventory. Engines are siblings: none knows of another, and an engine is added by a folder of its own and a line in <see cref="StoreEngines"/>.
/// </summary>
internal interface IStoreEngine
{
    /// <summary>What is looked for, with its article, for the message when nothing was found.</summary>
    string LookedFor { get; }

    /// <summary>Whether a directory is the root of such a store, told by what lies directly in it.</summary>
    bool IsRoot(EvidenceTree tree, int directory);

    /// <summary>
    /// Further roots, of any engine, that the engine itself keeps inside a root of its own. Nothing else below a root is looked at: what looks like a root
    /// there belongs to an image's files.
    /// </summary>
    IEnumerable<int> RootsInside(EvidenceTree tree, int root);

    /// <summary>What a file of the evidence is to this engine; <see cref="StoreFileKind.Metadata"/>
    /// where it does not know it. Path as in <see cref="ContentPolicy"/>.</summary>
    StoreFileKind KindOf(ReadOnlySpan<byte> path);

    /// <summary>
    /// Adds what a root holds to the inventory, in a fixed order. Faults become problems; nothing is thrown for damage. False, and nothing added, when the
    /// directory is no root after all (<c>--root</c> may name any).
    /// </summary>
    bool Read(EvidenceFiles files, int root, Inventory inventory);
}
