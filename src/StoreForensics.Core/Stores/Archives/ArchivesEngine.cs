using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Archives;

/// <summary>
/// Images as files: what <c>docker save</c> and <c>podman save</c> of all ages write, and OCI image layouts, as a tar or as a directory. Their layers are tars
/// that are read where they lie, and only when something of them is asked for.
/// </summary>
internal sealed class ArchivesEngine : IStoreEngine
{
    public string LookedFor => "saved images (manifest.json, repositories or oci-layout beside their layers)";

    public bool IsClosed => false;

    public bool IsRoot(EvidenceTree tree, int directory) => ArchiveSigns.IsArchive(tree, directory);

    public bool IsRootWithin(EvidenceTree tree, int directory) => ArchiveSigns.IsLayout(tree, directory);

    public IEnumerable<int> PartsElsewhere(EvidenceTree tree, int root) => [];

    public IEnumerable<int> RootsInside(EvidenceTree tree, int root) => [];

    public StoreFileKind KindOf(ReadOnlySpan<byte> path) => ArchiveSigns.IsLayerTar(path) ? StoreFileKind.LayerTar : StoreFileKind.Metadata;

    public IEnumerable<LayoutPlace> Layout(StoreInfo store) => store.Era == "archive" ? ArchiveLayout.All : [];

    public bool Read(EvidenceFiles files, int root, Inventory inventory)
    {
        if (!ArchiveSigns.IsArchive(files.Tree, root))
            return false;
        return new ArchiveReader(new ArchiveFiles(files, root), inventory).Read();
    }

    public void Finish(EvidenceFiles files, Inventory inventory)
    {
    }
}
