using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Archives;

/// <summary>
/// A directory of one image as <c>podman save --format docker-dir</c> and <c>skopeo copy dir:</c> write it (containers/image directory/directory_dest.go): the
/// file <c>version</c>, one <c>manifest.json</c> (Docker's schema 2 or OCI's), and blobs by the bare hex digits of their digests. No name is kept.
/// </summary>
internal sealed class DirectoryManifest(ArchiveFiles archive)
{
    private const int MaxLayers = 20_000;
    private const string Algorithm = "sha256:";

    /// <summary>The one image; null when the manifest is of another kind.</summary>
    public IReadOnlyList<ArchivedImage>? Read()
    {
        if (archive.Find("manifest.json") is not int node || archive.Document(node) is not { } manifest || manifest.Object("config") is not { } config
            || config.Text("digest") is not { } digest)
            return null;
        int? file = File(digest);
        Origin origin = archive.Files.Origin(node);
        if (file is null)
            archive.Problems.Damage("SF-ARCHIVE-0002", origin,
                $"the configuration {DisplayText.Escape(digest)} is not in the archive: the steps and settings of its image are unknown");
        return
        [
            new ArchivedImage(digest)
            {
                Config = file is int there ? new EntryRef(archive.Files.Source, there) : null,
                Json = archive.Document(file),
                RecordedDigest = digest,
                Origin = origin,
                Layers = [.. manifest.Elements("layers").Take(MaxLayers).Select(l => Layer(new JsonView(l)))],
            },
        ];
    }

    private ArchivedLayer Layer(JsonView json)
    {
        string digest = json.Text("digest") ?? "";
        int? node = File(digest);
        return new ArchivedLayer(digest)
        {
            File = node is int there ? new EntryRef(archive.Files.Source, there) : null,
            BlobDigest = ObjectIds.IsPrefixedDigest(digest) ? digest : null,
            Size = node is int at ? archive.Tree[at].Size : null,
            Why = node is null ? $"{DisplayText.Escape(digest)} is not in the archive" : null,
        };
    }

    private int? File(string digest) => ObjectIds.IsPrefixedDigest(digest) ? archive.Find(digest[Algorithm.Length..]) : null;
}
