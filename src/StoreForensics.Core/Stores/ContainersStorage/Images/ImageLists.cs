using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>
/// Lists of images: an image record whose manifest names other manifests by platform (OCI image-spec image-index.md). What the host's platform is, the store
/// does not say: it is that of most of its images.
/// </summary>
internal sealed class ImageLists
{
    private const int MaxMembers = 10_000;

    private readonly EvidenceFiles _files;
    private readonly string? _host;
    private readonly Dictionary<string, PlacedImage> _byDigest = new(StringComparer.Ordinal);

    /// <param name="files">The store's files.</param>
    /// <param name="images">All that are no lists.</param>
    public ImageLists(EvidenceFiles files, IReadOnlyList<PlacedImage> images)
    {
        _files = files;
        _host = images.Where(i => i.Image.Architecture is not null).GroupBy(i => i.Image.Architecture!)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        foreach (PlacedImage image in images)
        {
            foreach (string digest in image.Stored.Digests)
                _byDigest.TryAdd(digest, image);
        }
    }

    /// <summary>The member for the host's platform, else the first that the store has; null where it has none.</summary>
    public PlacedImage? MemberOf(StoredImage list) => Members(list).Select(m => (m.Architecture, Image: _byDigest.GetValueOrDefault(m.Digest)))
        .Where(m => m.Image is not null).OrderBy(m => m.Architecture == _host ? 0 : 1).FirstOrDefault().Image;

    private IEnumerable<(string? Architecture, string Digest)> Members(StoredImage list)
    {
        if (list.ManifestNode is not int node || JsonFile.Read(_files, node) is not { } json)
            yield break;
        foreach (JsonElement element in json.Elements("manifests").Take(MaxMembers))
        {
            var member = new JsonView(element);
            if (member.NonEmpty("digest") is { } digest)
                yield return (member.Object("platform")?.NonEmpty("architecture"), digest);
        }
    }
}
