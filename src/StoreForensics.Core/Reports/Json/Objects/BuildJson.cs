using System.Text.Json;
using StoreForensics.Model.Builds;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>builds</c>: a build as its builder or its client recorded it.</summary>
public static class BuildJson
{
    /// <summary>As recorded.</summary>
    public static void WriteWhole(Utf8JsonWriter json, BuildRecord build) => Write(json, build, new SecretMask(show: true));

    /// <summary>With the values of secrets hidden as the mask says.</summary>
    public static void Write(Utf8JsonWriter json, BuildRecord build, SecretMask secrets)
    {
        json.WriteStartObject();
        json.WriteText("id", build.Id);
        json.WriteText("ref", build.Client is { } client ? $"{client.Builder}/{build.Id}" : build.Id);
        json.WriteText("name", BuildNaming.Name(build));
        json.WriteText("status", BuildStatus.Word(build));
        json.WriteTime("created", build.Started);
        json.WriteTime("completed", build.Completed);
        WriteError(json, build, secrets);
        json.WriteTexts("image_names", BuildReferences.Names(build));
        json.WriteTexts("image_ids", BuildReferences.Ids(build));
        json.WriteTexts("images_present", build.Images.Select(i => i.Id));
        WriteRequest(json, build, secrets);
        WriteSteps(json, build);
        WriteArtifacts(json, build);
        json.WriteText("store", build.Store.Name);
        json.WriteText("evidence", build.Store.Root.Evidence);
        json.WriteOrigin("origin", build.Origin);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, BuildRecord build, SecretMask secrets)
    {
        json.WriteText("error", build.Error is { } error ? secrets.Text(error.Message) : null);
        json.WriteCount("error_code", build.Error?.Code);
        json.WriteText("error_step", build.Error?.Step is { } step ? secrets.Text(step) : null);
    }

    private static void WriteRequest(Utf8JsonWriter json, BuildRecord build, SecretMask secrets)
    {
        json.WriteText("frontend", build.Frontend);
        json.WriteText("context", BuildNaming.Context(build));
        json.WriteText("dockerfile", BuildNaming.Dockerfile(build));
        json.WriteText("dockerfile_path", build.Client?.Dockerfile);
        json.WriteText("target", BuildNaming.Target(build));
        json.WriteMap("args", Masked(BuildNaming.Arguments(build), secrets));
        json.WriteMap("labels", Masked(BuildNaming.Labels(build), secrets));
        json.WriteTexts("platforms", BuildNaming.Platforms(build));
        json.WriteTexts("secrets", build.Provenance?.Secrets);
        json.WriteTexts("ssh", build.Provenance?.SshAgents);
        json.WriteMap("attributes", Masked(build.Attributes, secrets));
        json.WriteText("vcs_source", build.Provenance?.VcsSource ?? build.Attributes.GetValueOrDefault("vcs:source"));
        json.WriteText("vcs_revision", build.Provenance?.VcsRevision ?? build.Attributes.GetValueOrDefault("vcs:revision"));
        json.WriteStartArray("exporters");
        foreach (BuildExporter exporter in build.Exporters)
        {
            json.WriteStartObject();
            json.WriteText("type", exporter.Type);
            json.WriteMap("attributes", exporter.Attributes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteSteps(Utf8JsonWriter json, BuildRecord build)
    {
        json.WriteCount("total_steps", build.TotalSteps);
        json.WriteCount("completed_steps", build.CompletedSteps);
        json.WriteCount("cached_steps", build.CachedSteps);
        json.WriteCount("warnings", build.Warnings);
        json.WriteFlag("pinned", build.IsRecorded ? build.IsPinned : null);
        json.WriteText("log_digest", build.Log?.Digest);
        json.WriteText("log_path", build.Log?.Entry?.Path.ToString());
        json.WriteCount("log_lines", build.LogLines);
    }

    private static void WriteArtifacts(Utf8JsonWriter json, BuildRecord build)
    {
        json.WriteStartArray("materials");
        foreach (BuildMaterial material in build.Provenance?.Materials ?? [])
        {
            json.WriteStartObject();
            json.WriteText("uri", material.Uri);
            json.WriteTexts("digests", material.Digests);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("attachments");
        foreach (BuildArtifact artifact in build.Results.Concat(build.Attestations).Concat(build.Members))
            Write(json, artifact);
        json.WriteEndArray();
        json.WriteText("trace_digest", build.Trace?.Digest);
        json.WriteTexts("dockerfiles", build.Provenance?.Sources.Select(s => s.Name) ?? (build.Error?.Source is { } source ? [source.Name] : null));
    }

    private static void Write(Utf8JsonWriter json, BuildArtifact artifact)
    {
        json.WriteStartObject();
        json.WriteText("digest", artifact.Digest);
        json.WriteText("type", artifact.PredicateType ?? artifact.MediaType);
        json.WriteText("platform", artifact.Platform);
        json.WriteCount("size", artifact.SizeBytes);
        json.WriteText("path", artifact.Entry?.Path.ToString());
        json.WriteEndObject();
    }

    // The name that tells is the last part of build-arg:NAME.
    private static Dictionary<string, string> Masked(IReadOnlyDictionary<string, string> map, SecretMask secrets) =>
        map.ToDictionary(p => p.Key, p => secrets.Value(p.Key[(p.Key.LastIndexOf(':') + 1)..], p.Value), StringComparer.Ordinal);
}
