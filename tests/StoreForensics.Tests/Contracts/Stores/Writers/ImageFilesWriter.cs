using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>Images as files: no containers, no volumes, no host.</summary>
internal abstract class ImageFilesWriter : StoreWriter
{
    public override DeletionTime DeletionsInContainers => DeletionTime.Itself;

    public override bool HoldsImagesOnly => true;

    public override string IdOf(DescribedImage image) => ContainerdWriter.Digest(ContainerdWriter.ConfigOf(image));

    public override MadeStore Write(DescribedStore store) => Made(Files(store));

    /// <summary>The files of a form as an evidence.</summary>
    public static MadeStore Made(SortedDictionary<string, byte[]> files)
    {
        var to = new MadeStore();
        foreach ((string path, byte[] bytes) in files)
        {
            string[] link = path.Split(SavedForms.LinkMark);
            _ = link.Length == 2 ? to.Link(link[0], link[1]) : to.File(path, bytes);
        }
        return to;
    }

    protected abstract SortedDictionary<string, byte[]> Files(DescribedStore store);
}

/// <summary>What docker save of 1.10 to 24 writes.</summary>
internal sealed class SavedWriter : ImageFilesWriter
{
    public override string Driver => "docker-archive";

    public override long SizeOf(DescribedLayer layer) => new LayerTar(layer).Bytes.Length;

    protected override SortedDictionary<string, byte[]> Files(DescribedStore store) => SavedForms.Saved(store.Images);
}

/// <summary>An OCI layout.</summary>
/// <param name="pack">How layers are compressed.</param>
internal sealed class LayoutWriter(Func<byte[], byte[]> pack) : ImageFilesWriter
{
    public override string Driver => "oci";

    public override long SizeOf(DescribedLayer layer) => pack(new LayerTar(layer).Bytes).Length;

    protected override SortedDictionary<string, byte[]> Files(DescribedStore store) => SavedForms.Layout(store.Images, pack);
}
