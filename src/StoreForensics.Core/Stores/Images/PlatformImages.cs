using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>
/// The images that a digest leads to: one for each platform that is there. A name means the one that most would run (linux on amd64, else the first that is
/// there); the others have it by their digest alone.
/// </summary>
internal sealed class PlatformImages(EvidenceFiles files, IImageContent content)
{
    private static readonly string[] s_configTypes = ["image.v1+json", "image.config.v1+json", "application/octet-stream"];

    private readonly ManifestReader _reader = new(content);

    /// <param name="target">The digest of an index or a manifest.</param>
    /// <param name="name">What leads to it; null: nothing.</param>
    /// <param name="origin">The file that names the target.</param>
    public IReadOnlyList<ArchivedImage> Of(string target, ImageReference? name, Origin origin)
    {
        IReadOnlyList<ImageManifest> manifests = _reader.Read(target);
        ImageManifest[] images = [.. manifests.Where(m => m.IsPresent && IsImage(m))];
        foreach (ImageManifest other in manifests.Where(m => m.IsPresent && !IsImage(m) && !m.IsAttestation))
            files.Problems.Note("SF-ARCHIVE-0005", Place(other.Digest, origin), $"{DisplayText.Escape(other.Digest)} is no image: {Words(other)}");
        if (images.Length == 0 && !manifests.Any(m => m.IsPresent))
            files.Problems.Note("SF-ARCHIVE-0004", origin, $"{DisplayText.Escape(name?.ToString() ?? target)}: nothing of {DisplayText.Escape(target)} is in the evidence");
        ImageManifest? chosen = images.FirstOrDefault(m => m.Platform is { Os: "linux", Architecture: "amd64" }) ?? images.FirstOrDefault();
        return [.. images.Select(m => Image(m, target, name, m == chosen, origin))];
    }

    private ArchivedImage Image(ImageManifest manifest, string target, ImageReference? name, bool isChosen, Origin origin)
    {
        int? config = content.Find(manifest.Config);
        if (config is null)
            files.Problems.Damage("SF-ARCHIVE-0002", Place(manifest.Digest, origin),
                $"the configuration {DisplayText.Escape(manifest.Config ?? "")} is not in the evidence: the steps and settings of its image are unknown");
        var image = new ArchivedImage(manifest.Config ?? manifest.Digest)
        {
            Manifest = manifest.Digest,
            Config = config is int file ? new EntryRef(files.Source, file) : null,
            Json = content.Document(manifest.Config),
            RecordedDigest = manifest.Config,
            Origin = Place(manifest.Digest, origin),
            Layers = [.. manifest.Blobs.Select(Layer)],
            Architecture = manifest.Platform.Architecture,
            Os = manifest.Platform.Os,
        };
        if (name is not null)
            image.References.Add(isChosen ? name : new ImageReference(name.Repository, null, manifest.Digest));
        foreach (string digest in new[] { target, manifest.Digest }.Distinct(StringComparer.Ordinal))
        {
            if (content.Find(digest) is int node)
                image.Records.Add(new EntryRef(files.Source, node));
        }
        return image;
    }

    private ArchivedLayer Layer(LayerBlob blob)
    {
        int? node = content.Find(blob.Digest);
        string? why = node is null && blob.IsForeign ? "a foreign layer, which is kept elsewhere" + (blob.Urls.Count == 0 ? ""
                : ": " + DisplayText.Escape(string.Join(", ", blob.Urls)))
            : node is null ? $"its blob {DisplayText.Escape(blob.Digest)} is not in the evidence"
            : blob.IsEncrypted ? $"the layer is encrypted ({DisplayText.Escape(blob.MediaType!)}) and cannot be read without its key" : null;
        return new ArchivedLayer(blob.Digest)
        {
            File = node is int file ? new EntryRef(files.Source, file) : null,
            BlobDigest = blob.Digest,
            Size = blob.Size,
            Why = why,
        };
    }

    private Origin Place(string digest, Origin otherwise) => content.Find(digest) is int node ? files.Origin(node) : otherwise;

    // Old tools leave types out; other things that registries keep (charts, modules, signatures) name theirs.
    private static bool IsImage(ImageManifest manifest) => !manifest.IsAttestation && manifest.Config is not null
        && (manifest.ConfigType is null || s_configTypes.Any(t => manifest.ConfigType.EndsWith(t, StringComparison.Ordinal)));

    private static string Words(ImageManifest other) => DisplayText.Escape(other.ArtifactType ?? other.ConfigType ?? "its type is not said");
}
