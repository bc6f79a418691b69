using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// What is stated about images in the content that they came with: manifests of attestations beside the image's own in its index, each with in-toto documents
/// as layers (buildkit v0.26 docs/attestations/attestation-storage.md; newer builders name their type and subject besides).
/// </summary>
internal sealed class ImageStatements(EvidenceFiles files, Inventory inventory)
{
    private const int MaxMembers = 1000;
    private const string ReferenceType = "vnd.docker.reference.type", ReferenceDigest = "vnd.docker.reference.digest";
    private const string PredicateType = "in-toto.io/predicate-type";

    private readonly BuildBlobs _blobs = new(files, inventory);
    private readonly Dictionary<string, IReadOnlyList<BuildArtifact>> _known = new(StringComparer.Ordinal);

    /// <summary>Adds them to the images of the evidence.</summary>
    public void Join()
    {
        if (inventory.Blobs.Count == 0)
            return;
        var provenance = new ProvenanceReader(_blobs);
        foreach (Image image in inventory.Images.Where(i => i.Store.Root.Evidence == files.Source.Name))
            files.Problems.Contain(image.Origin, () => Join(image, provenance));
    }

    private void Join(Image image, ProvenanceReader provenance)
    {
        foreach (string target in image.References.Select(r => r.Digest).Append(image.Id).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            foreach (BuildArtifact statement in Of(target).Where(s => !image.Attestations.Exists(a => a.Digest == s.Digest)))
            {
                image.Attestations.Add(statement);
                if (statement.PredicateType?.Contains("slsa.dev/provenance", StringComparison.Ordinal) == true && provenance.Read(statement) is { } read)
                    image.Provenances.Add(read);
            }
        }
    }

    private IReadOnlyList<BuildArtifact> Of(string target)
    {
        if (!_known.TryGetValue(target, out IReadOnlyList<BuildArtifact>? statements))
            _known[target] = statements = [.. Read(target)];
        return statements;
    }

    private IEnumerable<BuildArtifact> Read(string index)
    {
        JsonView[] members = [.. (_blobs.Document(index)?.Elements("manifests") ?? []).Take(MaxMembers).Select(m => new JsonView(m))];
        Dictionary<string, string?> platforms = members.Where(m => m.NonEmpty("digest") is not null).DistinctBy(m => m.NonEmpty("digest"))
            .ToDictionary(m => m.NonEmpty("digest")!, Platform, StringComparer.Ordinal);
        foreach (JsonView member in members)
        {
            JsonView? annotations = member.Object("annotations");
            if ((annotations?.Entry(ReferenceType) is null && member.NonEmpty("artifactType") is null) || member.NonEmpty("digest") is not { } digest)
                continue;
            string? about = annotations?.Entry(ReferenceDigest) is { } text ? JsonMap.Text(text) : null;
            foreach (JsonElement layer in _blobs.Document(digest)?.Elements("layers") ?? [])
            {
                if (Statement(new JsonView(layer), about is null ? null : platforms.GetValueOrDefault(about)) is { } statement)
                    yield return statement;
            }
        }
    }

    private BuildArtifact? Statement(JsonView layer, string? platform) => layer.NonEmpty("digest") is not { } digest ? null
        : _blobs.Place(new BuildArtifact(digest, layer.NonEmpty("mediaType"), layer.Integer("size"))
        {
            Platform = platform,
            PredicateType = layer.Object("annotations")?.Entry(PredicateType) is { } type ? JsonMap.Text(type) : null,
        });

    private static string? Platform(JsonView member) => member.Object("platform") is { } platform && platform.NonEmpty("os") is { } os
        ? string.Join('/', new[] { os, platform.NonEmpty("architecture"), platform.NonEmpty("variant") }.OfType<string>()) : null;
}
