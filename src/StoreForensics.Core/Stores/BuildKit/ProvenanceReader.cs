using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model.Builds;

namespace StoreForensics.Stores.BuildKit;

/// <summary>
/// Provenance as BuildKit writes it: SLSA v0.2 and v1 with its own extensions, as a bare predicate or inside an in-toto statement (buildkit v0.26
/// solver/llbsolver/provenance/types; slsa.dev/spec/v0.2/provenance, /v1.0/provenance).
/// </summary>
internal sealed class ProvenanceReader(BuildBlobs blobs)
{
    private const string MetadataOfV02 = "https://mobyproject.org/buildkit@v1#metadata";

    /// <summary>Null when the document is not in the evidence, or no provenance.</summary>
    public BuildProvenance? Read(BuildArtifact artifact)
    {
        if (artifact.Entry is not { } entry || blobs.Document(artifact.Digest) is not { } document)
            return null;
        JsonView predicate = document.Object("predicate") ?? document;
        string? type = document.NonEmpty("predicateType") ?? artifact.PredicateType;
        if (predicate.Object("buildDefinition") is { } definition)
            return OfV1(new BuildProvenance(type, artifact.Digest, entry), definition, predicate.Object("runDetails")?.Object("metadata"));
        return predicate.Has("buildType") ? OfV02(new BuildProvenance(type, artifact.Digest, entry), predicate) : null;
    }

    private static BuildProvenance OfV02(BuildProvenance provenance, JsonView predicate)
    {
        JsonView? metadata = predicate.Object("metadata")?.Object(MetadataOfV02);
        return Filled(provenance, predicate.Object("invocation")?.Object("parameters"), metadata, predicate.Object("buildConfig")) with
        {
            Materials = Materials(predicate.Elements("materials")),
        };
    }

    private static BuildProvenance OfV1(BuildProvenance provenance, JsonView definition, JsonView? metadata)
    {
        JsonView? request = definition.Object("externalParameters")?.Object("request");
        return Filled(provenance, request, metadata?.Object("buildkit_metadata"), definition.Object("internalParameters")?.Object("buildConfig")) with
        {
            Materials = Materials(definition.Elements("resolvedDependencies")),
        };
    }

    private static BuildProvenance Filled(BuildProvenance provenance, JsonView? parameters, JsonView? metadata, JsonView? config) => provenance with
    {
        Frontend = parameters?.NonEmpty("frontend"),
        Arguments = parameters?.Object("args")?.TextMap() ?? provenance.Arguments,
        Secrets = Ids(parameters, "secrets"),
        SshAgents = Ids(parameters, "ssh"),
        Sources = Sources(metadata?.Object("source")),
        VcsSource = metadata?.Object("vcs")?.Entry("source") is { } source ? JsonMap.Text(source) : null,
        VcsRevision = metadata?.Object("vcs")?.Entry("revision") is { } revision ? JsonMap.Text(revision) : null,
        CacheMounts = CacheMounts(config),
    };

    private static IReadOnlyList<BuildSource> Sources(JsonView? source) =>
        [.. (source?.Elements("infos") ?? []).Select(i => BuildSources.Of(new JsonView(i))).OfType<BuildSource>()];

    private static IReadOnlyList<string> Ids(JsonView? parameters, string name) =>
        [.. (parameters?.Elements(name) ?? []).Select(e => e.NonEmptyText("id")).OfType<string>()];

    private static IReadOnlyList<BuildMaterial> Materials(IEnumerable<JsonElement> elements)
    {
        var materials = new List<BuildMaterial>();
        foreach (JsonElement element in elements)
        {
            if (element.NonEmptyText("uri") is { } uri)
                materials.Add(new BuildMaterial(uri, [.. (element.TextMap("digest") ?? new Dictionary<string, string>()).Select(d => $"{d.Key}:{d.Value}")]));
        }
        return materials;
    }

    // Each step's operation; of those that run something, the mounts of type cache (buildkit solver/pb, MountType_CACHE = 3).
    private static IReadOnlyList<BuildCacheMount> CacheMounts(JsonView? config)
    {
        var mounts = new List<BuildCacheMount>();
        foreach (JsonElement step in config?.Elements("llbDefinition") ?? [])
        {
            JsonElement? operation = step.Member("op")?.Member("Op");
            foreach (JsonElement mount in operation?.Member("exec")?.Items("mounts") ?? [])
            {
                if (mount.Member("cacheOpt")?.NonEmptyText("ID") is { } id && mount.NonEmptyText("dest") is { } target)
                    mounts.Add(new BuildCacheMount(id, target));
            }
        }
        return [.. mounts.Distinct()];
    }
}
