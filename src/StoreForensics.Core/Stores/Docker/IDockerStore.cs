using StoreForensics.Model;

namespace StoreForensics.Stores.Docker;

/// <summary>One era's layout of a data root. Eras are siblings: each turns its own layout into the same inventory.</summary>
internal interface IDockerStore
{
    /// <summary>The era's word, as in <see cref="StoreInfo.Era"/>.</summary>
    string Era { get; }

    /// <summary>Whether the root holds data of this era.</summary>
    bool Recognises(DataRoot root);

    /// <summary>
    /// Adds what the root holds of this era. Faults become problems; nothing is thrown for damage. Driver directories go to <see cref="DataRoot.Layers"/>;
    /// those, and volumes, are published by <see cref="SharedParts"/> when every era has read.
    /// </summary>
    void Read(DataRoot root, Inventory inventory);
}
