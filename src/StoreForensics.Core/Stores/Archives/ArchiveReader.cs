using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Archives;

/// <summary>Reads one archive of images into an inventory: one store.</summary>
internal sealed class ArchiveReader(ArchiveFiles archive, Inventory inventory)
{
    /// <summary>The era's word, as in <see cref="StoreInfo.Era"/>.</summary>
    public const string EraName = "archive";

    private const string Saved = "docker-archive", Layout = "oci";

    /// <summary>False, and nothing added, when the directory is no archive after all.</summary>
    public bool Read()
    {
        IReadOnlyList<ArchivedImage>? saved = ArchiveSigns.IsImageDirectory(archive.Tree, archive.Root) ? new DirectoryManifest(archive).Read()
            : new SavedManifest(archive).Read();
        var content = new ContentStore(archive.Files, archive.Root);
        var layout = new OciLayout(archive, content);
        IReadOnlyList<ArchivedImage>? oci = ArchiveSigns.IsLayout(archive.Tree, archive.Root) ? layout.Read() : null;
        if (saved is null && oci is null)
            return ArchiveSigns.IsGraphSave(archive.Tree, archive.Root) && new GraphSave(archive, inventory).Read();
        StoreInfo store = Store(archive, inventory, saved is null ? Layout : Saved);
        inventory.Stores.Add(store);
        IReadOnlyList<ArchivedImage> images = ImageMerge.Of([.. saved is null || oci is null ? oci ?? [] : Unnamed(oci, saved), .. saved ?? []]);
        if (images.Count == 0)
            archive.Problems.Note("SF-ARCHIVE-0001", archive.Origin, "an archive of images that holds none");
        archive.Problems.Contain(archive.Origin, () => new ImageAssembly(archive.Files, store, inventory).Add(images));
        archive.Problems.Contain(archive.Origin, () => Publish(content, layout.Targets, images));
        return true;
    }

    internal static StoreInfo Store(ArchiveFiles archive, Inventory inventory, string driver) => new()
    {
        Name = StoreNames.Next(inventory.Stores, driver, EraName, archive.Origin),
        Driver = driver,
        Era = EraName,
        Root = archive.Origin,
        HasHostTimes = false,
    };

    // Of several platforms the one that docker save names is the one that the engine ran.
    private static IEnumerable<ArchivedImage> Unnamed(IReadOnlyList<ArchivedImage> layout, IReadOnlyList<ArchivedImage> saved)
    {
        Dictionary<(string, string?), string> ids = saved.SelectMany(i => i.References.Select(r => (Key: (r.Repository, r.Tag), i.Id)))
            .DistinctBy(r => r.Key).ToDictionary(r => r.Key, r => r.Id);
        foreach (ArchivedImage image in layout)
        {
            for (int i = 0; i < image.References.Count; i++)
            {
                ImageReference name = image.References[i];
                if (ids.TryGetValue((name.Repository, name.Tag), out string? id) && id != image.Id)
                    image.References[i] = name with { Tag = null, Digest = image.Manifest };
            }
            // Its tag says it already.
            image.References.RemoveAll(r => r.Tag is null && saved.Any(s => s.Id == image.Id && s.References.Exists(n => n.Repository == r.Repository)));
            yield return image;
        }
    }

    private void Publish(ContentStore content, IReadOnlyList<string> targets, IReadOnlyList<ArchivedImage> images)
    {
        HashSet<string> reached = ReachableBlobs.From(content, targets);
        HashSet<EntryRef> used = [.. images.SelectMany(i => i.Layers.Select(l => l.File).Append(i.Config)).OfType<EntryRef>()], told = [];
        foreach ((string digest, int node) in content.Blobs)
        {
            var entry = new EntryRef(archive.Files.Source, node);
            inventory.Blobs.Add(new ContentBlob(entry, digest));
            told.Add(entry);
            if (!reached.Contains(digest) && !used.Contains(entry))
                inventory.Leftovers.Add(new Leftover("unnamed blob", digest, entry.Origin(),
                    string.Create(CultureInfo.InvariantCulture, $"nothing in the archive leads to it; {archive.Tree[node].Size} bytes")));
        }
        // podman and builders call layers by the digests of their bytes.
        foreach (ArchivedLayer layer in images.SelectMany(i => i.Layers))
        {
            if (layer is { File: { } file, BlobDigest: { } digest } && told.Add(file))
                inventory.Blobs.Add(new ContentBlob(file, digest));
        }
    }
}
