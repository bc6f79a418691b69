using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Archives;

/// <summary>
/// <c>index.json</c> of an OCI layout and what it leads to (OCI image-spec image-layout.md): names by annotations, indexes within it, an image for each
/// platform that is there. What is no image is named.
/// </summary>
internal sealed class OciLayout(ArchiveFiles archive, ContentStore content)
{
    private const int MaxMembers = 100_000;
    private const string FullName = "io.containerd.image.name", RefName = "org.opencontainers.image.ref.name";
    private const string ReferenceType = "vnd.docker.reference.type";

    private readonly PlatformImages _images = new(archive.Files, content);

    /// <summary>The digests that the index lists.</summary>
    public List<string> Targets { get; } = [];

    /// <summary>In the order recorded; null when there is no index.</summary>
    public IReadOnlyList<ArchivedImage>? Read()
    {
        if (archive.Find("index.json") is not int node || archive.Document(node) is not { } index || !index.Has("manifests"))
            return null;
        var images = new List<ArchivedImage>();
        foreach (JsonElement element in index.Elements("manifests").Take(MaxMembers))
        {
            var member = new JsonView(element);
            if (member.Text("digest") is not { } digest)
                continue;
            Targets.Add(digest);
            archive.Problems.Contain(archive.Files.Origin(node), () => images.AddRange(Images(member, digest, node)));
        }
        return images;
    }

    private IEnumerable<ArchivedImage> Images(JsonView member, string digest, int index)
    {
        JsonView? annotations = member.Object("annotations");
        if (annotations?.Entry(ReferenceType) is { } type)
        {
            archive.Problems.Note("SF-ARCHIVE-0005", archive.Files.Origin(index),
                $"{DisplayText.Escape(digest)} is no image: {DisplayText.Escape(JsonMap.Text(type) ?? "a statement about one")}");
            return [];
        }
        string? name = Text(annotations, FullName) ?? Text(annotations, RefName);
        return _images.Of(digest, name is null ? null : SavedName.Of(name, digest), archive.Files.Origin(index));
    }

    private static string? Text(JsonView? annotations, string key) =>
        annotations?.Entry(key) is { } value && JsonMap.Text(value) is { Length: > 0 } text ? text : null;
}
