using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Registry;

/// <summary>The images of a registry by all names that lead to them: tags, what a repository has without one, and what a tag pointed to before.</summary>
internal sealed class RegistryImages(EvidenceFiles files, RegistryContent content)
{
    private readonly PlatformImages _images = new(files, content);
    private readonly List<ArchivedImage> _all = [];
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>One image several times, once for each name.</summary>
    public IReadOnlyList<ArchivedImage> All => _all;

    /// <summary>The image's id of each manifest and index.</summary>
    public IReadOnlyDictionary<string, string> Ids => _ids;

    public void Add(RegistryRepository repository)
    {
        var tagged = new HashSet<string>(StringComparer.Ordinal);
        foreach (RegistryTag tag in repository.Tags)
        {
            if (tag.Current is not { } link)
                continue;
            tagged.UnionWith(ReachableBlobs.From(content, [link.Digest]));
            Add(link, new ImageReference(repository.Name, tag.Name, link.Digest), Earliest(repository, link));
        }
        foreach (RegistryLink link in repository.Revisions.Where(r => !tagged.Contains(r.Digest)))
            Add(link, new ImageReference(repository.Name, null, link.Digest), link);
        // A manifest that was deleted leaves its blob until garbage is collected.
        HashSet<string> known = [.. repository.Revisions.Select(r => r.Digest), .. tagged];
        foreach (RegistryLink link in repository.Deleted.Concat(repository.Tags.SelectMany(t => t.Index)))
        {
            if (known.Add(link.Digest) && content.Find(link.Digest) is not null)
                Add(link, new ImageReference(repository.Name, null, link.Digest), null);
        }
    }

    /// <summary>Manifests that no repository has any more: images without a name.</summary>
    public void AddUnnamed(IEnumerable<(string Digest, int Node)> blobs)
    {
        foreach ((string digest, int node) in blobs.ToArray())
        {
            if (_ids.ContainsKey(digest) || !IsManifest(node) || content.Document(digest) is not { } json || !json.Has("config") || !json.Has("layers"))
                continue;
            Take(digest, Deleted(_images.Of(digest, null, files.Origin(node))));
        }
    }

    // The revision's own link is as old as the push.
    private static RegistryLink Earliest(RegistryRepository repository, RegistryLink link) =>
        repository.Revisions.FirstOrDefault(r => r.Digest == link.Digest) ?? link;

    private void Add(RegistryLink link, ImageReference name, RegistryLink? registered)
    {
        IReadOnlyList<ArchivedImage> images = _images.Of(link.Digest, name, files.Origin(link.Node));
        if (registered is null)
            Deleted(images);
        foreach (ArchivedImage image in registered is null ? [] : images)
            (image.Registered, image.RegisteredOrigin) = (registered!.Written, files.Origin(registered.Node));
        Take(link.Digest, images);
    }

    private static IReadOnlyList<ArchivedImage> Deleted(IReadOnlyList<ArchivedImage> images)
    {
        foreach (ArchivedImage image in images)
            image.IsDeleted = true;
        return images;
    }

    private void Take(string target, IReadOnlyList<ArchivedImage> images)
    {
        _all.AddRange(images);
        foreach (ArchivedImage image in images)
        {
            _ids.TryAdd(target, image.Id);
            if (image.Manifest is { } manifest)
                _ids.TryAdd(manifest, image.Id);
        }
    }

    // Documents begin so; what is a layer is not read for this.
    private bool IsManifest(int node)
    {
        try
        {
            return files.Tree[node].Size is > 0 and < 4 << 20 && StoredFile.ReadHead(files.Source, node, 1) is [(byte)'{'];
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }
}
