using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Archives;

/// <summary>
/// <c>manifest.json</c> of docker save since 1.10, and of whatever writes such archives (moby image/tarexport/save.go; containers/image
/// docker/internal/tarfile; builders name configuration and layers as they like): an array of a configuration, names and layers for each image.
/// </summary>
internal sealed class SavedManifest(ArchiveFiles archive)
{
    private const int MaxImages = 100_000;
    private const int MaxLayers = 20_000;

    /// <summary>Whether a text is such a list; null is an empty one, as Go writes it.</summary>
    public static bool IsOne(JsonElement value) => value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object && new JsonView(e).Has("Config")));

    /// <summary>In the order recorded; null when the archive has no such list.</summary>
    public IReadOnlyList<ArchivedImage>? Read()
    {
        if (archive.Find("manifest.json") is not int node || archive.Bytes(node) is not { } bytes)
            return null;
        Origin origin = archive.Files.Origin(node);
        if (JsonFile.Parse(bytes, origin, archive.Problems) is not { } value || !IsOne(value))
            return null;
        var images = new List<ArchivedImage>();
        foreach (JsonElement element in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Take(MaxImages) : [])
            images.Add(Image(new JsonView(element, new JsonFaults(origin, archive.Problems)), node));
        return images;
    }

    private ArchivedImage Image(JsonView json, int manifest)
    {
        string config = json.Text("Config") ?? "";
        int? node = archive.Find(config);
        string? recorded = DigestIn(config), id = recorded;
        if (node is int file && id is null && archive.Bytes(file) is { } bytes)
            id = ChainIds.Digest(bytes);
        if (node is null)
            archive.Problems.Damage("SF-ARCHIVE-0002", archive.Files.Origin(manifest),
                $"the configuration {DisplayText.Escape(config)} is not in the archive: the steps and settings of its image are unknown");
        var image = new ArchivedImage(id ?? config)
        {
            Config = node is int there ? new EntryRef(archive.Files.Source, there) : null,
            Json = archive.Document(node),
            RecordedDigest = recorded,
            Origin = archive.Files.Origin(manifest),
            Layers = [.. (json.Texts("Layers") ?? []).Take(MaxLayers).Select(Layer)],
        };
        image.References.AddRange((json.Texts("RepoTags") ?? []).Select(t => SavedName.Of(t, null)).OfType<ImageReference>());
        return image;
    }

    private ArchivedLayer Layer(string path)
    {
        int? node = archive.Find(path);
        // A link's target has the name that counts: podman's links lead to the digest's file.
        string name = node is int file ? archive.Tree.PathOf(file).ToString() : path;
        return new ArchivedLayer(path)
        {
            File = node is int there ? new EntryRef(archive.Files.Source, there) : null,
            BlobDigest = DigestIn(name),
            Size = node is int at ? archive.Tree[at].Size : null,
            Why = node is null ? $"{DisplayText.Escape(path)} is not in the archive" : null,
        };
    }

    // `<hex>.json`, `sha256:<hex>`, `blobs/sha256/<hex>`, `<hex>.tar`, `<hex>.tar.gz`: named by the digest of their bytes.
    private static string? DigestIn(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        if (path.Contains('/', StringComparison.Ordinal) && name.Contains('.', StringComparison.Ordinal))
            return null;
        foreach (string ending in (ReadOnlySpan<string>)[".json", ".tar", ".tar.gz"])
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
                name = name[..^ending.Length];
        }
        if (name.StartsWith("sha256:", StringComparison.Ordinal))
            name = name["sha256:".Length..];
        return ObjectIds.IsDigest(Encoding.UTF8.GetBytes(name)) ? "sha256:" + name : null;
    }
}
