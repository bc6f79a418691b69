using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>What a root and its parts are in the inventory: a store a driver, the same for all of them.</summary>
/// <param name="root">The root.</param>
/// <param name="inventory">Has the stores that were read before.</param>
/// <param name="users">The user namespace of the root; null where it is the host's.</param>
/// <param name="parts">Roots with images alone that are read as this one's.</param>
internal sealed class StorageStores(StorageRoot root, Inventory inventory, UserNamespace? users, IReadOnlyList<int> parts)
{
    private readonly Dictionary<string, StoreInfo> _byDriver = new(StringComparer.Ordinal);

    /// <summary>The store of that driver.</summary>
    /// <param name="driver">The driver, in the root or in a part of it.</param>
    public StoreInfo Of(StorageDriver driver)
    {
        if (_byDriver.TryGetValue(driver.Name, out StoreInfo? known))
            return known;
        return _byDriver[driver.Name] = new StoreInfo
        {
            Name = StoreNames.Next(inventory.Stores.Concat(_byDriver.Values), driver.Name, StorageReader.EraName, root.Origin,
                SystemRoot.ComesBefore(root, driver)),
            Driver = driver.Name,
            Era = StorageReader.EraName,
            HasImages = parts.Append(root.Node).Any(r => HasIndex(r, driver.Name)),
            Root = root.Origin,
            Parts = [.. parts.Select(p => root.Files.Origin(p))],
            UserNamespace = users,
        };
    }

    private bool HasIndex(int directory, string driver) => root.Files.Directory(directory, System.Text.Encoding.UTF8.GetBytes(driver + "-images")) is int index
        && root.Files.Tree.Child(index, "images.json"u8) != EvidenceTree.None;
}
