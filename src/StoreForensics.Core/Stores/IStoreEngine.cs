using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores;

/// <summary>
/// An engine whose stores can be read: what one looks like, where else to look once one is found, which of its files a stream should keep, and how it
/// becomes an inventory. Engines are siblings: none knows of another, and an engine is added by a folder of its own and a line in <see cref="StoreEngines"/>.
/// </summary>
internal interface IStoreEngine
{
    /// <summary>What is looked for, with its article, for the message when nothing was found.</summary>
    string LookedFor { get; }

    /// <summary>Whether nothing but this engine's own is looked for inside a root of it.</summary>
    bool IsClosed => true;

    /// <summary>Whether a directory is the root of such a store, told by what lies directly in it.</summary>
    bool IsRoot(EvidenceTree tree, int directory);

    /// <summary>
    /// Whether a directory among the files of a container, image or volume is the root of such a store: an engine within an engine. Names alone prove nothing
    /// there, so this asks for contents that only an engine writes.
    /// </summary>
    bool IsRootWithin(EvidenceTree tree, int directory);

    /// <summary>Directories elsewhere in the evidence that links make parts of a root: what lies there is that root's, and no store of its own.</summary>
    IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root);

    /// <summary>Further roots, of any engine, that the engine itself keeps inside a root of its own.</summary>
    IEnumerable<int> RootsInside(EvidenceTree tree, int root);

    /// <summary>What a file of the evidence is to this engine; <see cref="StoreFileKind.Metadata"/>
    /// where it does not know it. Path as in <see cref="ContentPolicy"/>.</summary>
    StoreFileKind KindOf(ReadOnlySpan<byte> path);

    /// <summary>What a store of this engine keeps where, in the order in which one would look; none for the stores of other engines.</summary>
    IEnumerable<LayoutPlace> Layout(StoreInfo store);

    /// <summary>Other roots of this engine that a root stands on, by its own settings: they are read before it, whatever was named.</summary>
    IEnumerable<int> ReadBefore(EvidenceFiles files, int root) => [];

    /// <summary>Other roots of this engine whose contents are this root's, by its own settings: they are read with it, and are no stores of
    /// their own.</summary>
    IEnumerable<int> Parts(EvidenceFiles files, int root) => [];

    /// <summary>
    /// Adds what a root holds to the inventory, in a fixed order. Faults become problems; nothing is thrown for damage. False, and nothing added, when the
    /// directory is no root after all (<c>--root</c> may name any).
    /// </summary>
    bool Read(EvidenceFiles files, int root, Inventory inventory);

    /// <summary>Adds what was removed from a store of this engine and is told by more than deleted files that lie as they lay: by older states of files
    /// that are there, and by pages of databases.</summary>
    /// <param name="disk">What is there.</param>
    /// <param name="deleted">What was deleted; the first has the best and latest of each path.</param>
    /// <param name="store">The store; of any engine.</param>
    /// <param name="inventory">Gets <see cref="Inventory.Recovered"/>.</param>
    void Recover(EvidenceFiles disk, IReadOnlyList<IRecoveredSource> deleted, StoreInfo store, Inventory inventory)
    {
    }

    /// <summary>Adds what can be told only when every root of the evidence was read, by all engines.</summary>
    void Finish(EvidenceFiles files, Inventory inventory);
}
