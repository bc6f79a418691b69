using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>
/// <c>aufs/{diff,layers,mnt}</c> (moby v20.10 graphdriver/aufs/aufs.go). Tars are unpacked as they are, marks of deletion included; the kernel links its own
/// marks to one file.
/// </summary>
internal sealed class AufsWriter : DockerRootWriter
{
    public override string Driver => "aufs";

    public override DeletionTime DeletionsInContainers => DeletionTime.Directory;

    private protected override void Write(MadeStore to, WrittenLayer layer)
    {
        string diff = "aufs/diff/" + layer.Id;
        LayerTree.Write(to, diff, layer.Layer.Names, layer.Made);
        to.Folder("aufs/mnt/" + layer.Id);
        LayerTree.Note(to, "aufs/layers/" + layer.Id, string.Concat(layer.Lower.Select(l => l.Id + "\n")), layer.Made);
        if (layer.WasMounted)
            WriteBookkeeping(to, diff, layer.Made);
        foreach (DescribedEntry replaced in layer.Layer.Entries.Where(e => e.IsReplaced))
            Mark(to, layer, diff, replaced.Path, ".wh..opq", replaced.Modified);
        foreach (DescribedDeletion deletion in layer.Layer.Deletions)
            Mark(to, layer, diff, deletion.Directory, deletion.Path[(deletion.Path.LastIndexOf('/') + 1)..], deletion.At);
    }

    private static void WriteBookkeeping(MadeStore to, string diff, Timestamp made)
    {
        to.Put(diff + "/.wh..wh.aufs", Empty(0x124, made), []);
        to.Folder(diff + "/.wh..wh.orph").Folder(diff + "/.wh..wh.plnk");
    }

    private static void Mark(MadeStore to, WrittenLayer layer, string diff, string directory, string name, Timestamp at)
    {
        string mark = $"{LayerTree.PathIn(diff, directory)}/.wh.{name}";
        if (layer.WasMounted)
            to.HardLink(mark, diff + "/.wh..wh.aufs");
        else
            to.Put(mark, Empty(0, at), []);
    }

    private static EntryMetadata Empty(ushort mode, Timestamp modified) =>
        new() { Kind = EntryKind.File, Mode = mode, Modified = modified, HasFraction = true };
}
