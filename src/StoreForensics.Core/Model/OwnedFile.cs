using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A deleted file of a store: no directory, and with a path.</summary>
/// <param name="File">The file.</param>
/// <param name="Owner">The <see cref="Layer"/> or removed <see cref="Container"/> that it was of, or the <see cref="StoreInfo"/>.</param>
/// <param name="Root">The directory that its path is told from.</param>
internal readonly record struct OwnedFile(RecoveredFile File, object Owner, int Root)
{
    /// <summary>In a layer, else in the data root; for people.</summary>
    public string Path => DisplayText.Escape((byte[])[(byte)'/', .. File.Entry.Tree.PathOf(File.Entry.Node, Root).Bytes]);

    /// <summary>The containers or images of the layer; the container; the store.</summary>
    public string OwnerName => Owner switch
    {
        Layer { Containers.Count: > 0 } layer => "container " + string.Join(", ", layer.Containers.Select(c => c.DisplayName)),
        Layer layer => "layer " + layer.Id[..Math.Min(12, layer.Id.Length)],
        Container container => $"container {container.DisplayName} (the engine's own file)",
        _ => "store " + ((StoreInfo)Owner).Name,
    };

    /// <summary>The removed container that it was of; null where it was of none.</summary>
    public Container? Container => Owner as Container ?? (Owner as Layer)?.Containers.FirstOrDefault(c => c.Recovery is not null);

    /// <summary>All, in the order of <see cref="RecoveredThings.Files"/>.</summary>
    public static IEnumerable<OwnedFile> Of(Inventory inventory)
    {
        var owners = new RecoveredOwners(inventory);
        foreach (RecoveredFile file in inventory.Recovered.Files)
        {
            if (!file.Entry.Facts.Kind.IsDirectory() && owners.Of(file.Entry) is var (owner, root))
                yield return new OwnedFile(file, owner, root);
        }
    }
}
