using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Kubernetes;

namespace StoreForensics.Stores.ContainersStorage.Crio;

/// <summary>What a node of CRI-O keeps beside its store, and what it does to it by itself (cri-o v1.37 internal/criocli/wipe.go).</summary>
internal sealed class CrioHost(EvidenceFiles files, Inventory inventory, StoreInfo store, int root)
{
    /// <summary>To be called when all engines have read.</summary>
    public void Read()
    {
        int? state = HostPaths.Find(files.Tree, root, "/var/lib/crio");
        bool hasPods = inventory.Containers.Exists(c => c.Store.Root == store.Root && c.Pod?.Namespace is not null);
        if (!hasPods && state is null)
            return;
        if (state is int own && hasPods && files.Tree.Child(own, "clean.shutdown.supported"u8) != EvidenceTree.None
            && files.Tree.Child(own, "clean.shutdown"u8) == EvidenceTree.None)
            files.Problems.Note("SF-CRIO-0001", files.Origin(own),
                "CRI-O had not been stopped when the evidence was taken: containers are told as they last were");
        RemovedPods.Read(files, inventory, store);
        new KubernetesNode(files, inventory, store, root).Read();
        if (!hasPods && inventory.LoggedOnly.Exists(c => c.Store.Root == store.Root))
            files.Problems.Note("SF-CRIO-0002", files.Origin(root),
                "there are logs of pods and no containers: CRI-O removes all of its containers itself when it starts after a reboot, so nobody need have");
    }
}
