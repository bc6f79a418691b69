using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Containerd.Containers;

namespace StoreForensics.Stores.Kubernetes;

/// <summary>Logs in <c>/var/log/pods</c> of containers that no store has.</summary>
internal static class RemovedPods
{
    /// <summary>To be called when all engines have read: another engine's containers on the host have their logs there too.</summary>
    /// <param name="files">The evidence.</param>
    /// <param name="inventory">Gets the containers of which only logs are left.</param>
    /// <param name="store">Whose host it is.</param>
    public static void Read(EvidenceFiles files, Inventory inventory, StoreInfo store)
    {
        int at = files.Tree.Find(EvidenceTree.Root, store.Root.Path.Bytes);
        if (at == EvidenceTree.None || CriLogs.Above(files.Tree, at, "var/log/pods"u8) is not int pods)
            return;
        IReadOnlyList<Container> unknown = new PodLogFolders(files, inventory, store).Unknown(pods);
        inventory.LoggedOnly.AddRange(unknown);
        // Without its metadata a store knows no container at all.
        if (store.HasImages)
            inventory.Leftovers.AddRange(unknown.Select(c => new Leftover("log of a removed container", c.DisplayName, c.Origin,
                $"attempt {c.Pod!.Attempt?.ToString(CultureInfo.InvariantCulture)}; no store has the container that it names")));
    }
}
