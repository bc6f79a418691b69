using System.Text.Json;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Images;

/// <summary>
/// From the target of a name to manifests: an index or a list leads to one for each platform, a manifest to itself (OCI image-spec image-index.md,
/// manifest.md; Docker's lists and manifests of schema 2 are alike).
/// </summary>
internal sealed class ManifestReader(IImageContent content)
{
    private const int MaxDepth = 4;
    private const int MaxManifests = 1000;
    private const string InToto = "application/vnd.in-toto+json";
    private const string ReferenceType = "vnd.docker.reference.type";

    /// <summary>Every manifest that the digest leads to, in the order of the index; one that is not in the evidence too.</summary>
    public IReadOnlyList<ImageManifest> Read(string target)
    {
        var found = new List<ImageManifest>();
        Read(target, null, isAttestation: false, 0, found);
        return found;
    }

    private void Read(string digest, ImagePlatform? platform, bool isAttestation, int depth, List<ImageManifest> found)
    {
        if (found.Count == MaxManifests)
            return;
        if (content.Document(digest) is not { } json)
        {
            found.Add(new ImageManifest(digest, platform ?? new ImagePlatform(null, null, null)) { IsAttestation = isAttestation });
            return;
        }
        if (json.Has("manifests") && !json.Has("config"))
        {
            foreach (JsonElement element in depth < MaxDepth ? json.Elements("manifests") : [])
                ReadMember(new JsonView(element), depth, found);
            return;
        }
        string? config = json.Object("config")?.Text("digest");
        LayerBlob[] blobs = [.. json.Elements("layers").Select(l => LayerBlob.Of(new JsonView(l))).OfType<LayerBlob>()];
        found.Add(new ImageManifest(digest, platform ?? OfConfiguration(config))
        {
            Config = config,
            Blobs = blobs,
            ConfigType = json.Object("config")?.NonEmpty("mediaType"),
            ArtifactType = json.NonEmpty("artifactType"),
            IsPresent = true,
            IsAttestation = isAttestation || json.Text("artifactType") is { Length: > 0 } || (blobs.Length > 0 && blobs.All(b => b.MediaType == InToto)),
        });
    }

    private void ReadMember(JsonView member, int depth, List<ImageManifest> found)
    {
        if (member.Text("digest") is not { } digest)
            return;
        JsonView? said = member.Object("platform");
        ImagePlatform? platform = said is { } p ? new ImagePlatform(p.NonEmpty("os"), p.NonEmpty("architecture"), p.NonEmpty("variant")) : null;
        bool isAttestation = member.Object("annotations")?.Entry(ReferenceType) is not null || member.Text("artifactType") is { Length: > 0 };
        Read(digest, platform, isAttestation, depth + 1, found);
    }

    private ImagePlatform OfConfiguration(string? config) => content.Document(config) is { } json
        ? new ImagePlatform(json.NonEmpty("os"), json.NonEmpty("architecture"), json.NonEmpty("variant")) : new ImagePlatform(null, null, null);
}
