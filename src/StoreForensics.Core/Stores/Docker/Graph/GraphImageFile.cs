using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// <c>graph/&lt;id&gt;/json</c> and the files beside it (moby v0.7.2 image.go, v1.9.1 image/image.go and graph/graph.go). All fields are optional.
/// The directory name is the id: images pulled by 1.9 have none in their JSON.
/// </summary>
internal sealed class GraphImageFile(EvidenceFiles files, StoreInfo store)
{
    /// <summary>The image of a directory; null after a problem when there is no readable JSON.</summary>
    public Image? Read(int directory, string id)
    {
        if (files.File(directory, "json"u8) is not int node)
        {
            files.Problems.Damage("SF-GRAPH-0001", files.Origin(directory), "the image has no json file; its metadata is missing");
            return null;
        }
        if (JsonFile.Read(files, node) is not { } json)
            return null;
        CheckId(json, node, id);
        int? layerSize = files.File(directory, "layersize"u8);
        RecordedTime? created = json.Time("created");
        if (created is null && json.NonEmpty("created") is { } text && !text.StartsWith("0001-", StringComparison.Ordinal))
            files.Problems.Damage("SF-GRAPH-0003", files.Origin(node), $"created is no time: {DisplayText.Escape(text)}");
        return new Image
        {
            Id = id,
            Store = store,
            Origin = files.Origin(node),
            Record = new EntryRef(files.Source, node),
            RecordedDigest = IsNamedByDigest(json) ? "sha256:" + id : null,
            Created = created,
            Registered = layerSize is int f ? files.Tree[f].Modified : null,
            RegisteredOrigin = layerSize is int g ? files.Origin(g) : null,
            ParentId = ParentOf(directory, json),
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture"),
            Os = json.NonEmpty("os"),
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            OwnSize = Size(layerSize, json, directory),
            Provenance = ProvenanceOf(json, IsForeign(node, json), ParentOf(directory, json) is not null),
        };
    }

    private void CheckId(JsonView json, int node, string id)
    {
        if (json.NonEmpty("id") is { } claimed && claimed != id)
            files.Problems.Warn("SF-GRAPH-0002", files.Origin(node),
                $"the image calls itself {DisplayText.Escape(claimed)}, which is not its directory's name");
    }

    // 1.9: the file `parent` has the last word, then the parent in the JSON, then the digest that equals the parent's directory name.
    private string? ParentOf(int directory, JsonView json)
    {
        string? parent = files.ReadText(directory, "parent"u8) is { Length: > 0 } text ? text : json.NonEmpty("parent");
        if (parent is null && json.NonEmpty("parent_id") is { } digest)
            parent = digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest;
        return parent;
    }

    private long? Size(int? layerSize, JsonView json, int directory)
    {
        if (layerSize is not int node)
        {
            files.Problems.Note("SF-GRAPH-0009", files.Origin(directory),
                "the image has no layersize file, which every engine after 0.5 wrote; its size is that in its json, if there is one");
            return json.Integer("Size");
        }
        string text = System.Text.Encoding.ASCII.GetString(files.ReadAll(node, 64) ?? []).Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long size) && size >= 0)
            return size;
        files.Problems.Damage("SF-GRAPH-0004", files.Origin(node), $"the layer's size is no number: {DisplayText.Escape(text)}");
        return null;
    }

    // Engines write their own images compactly, and some keep what came from elsewhere byte for byte. Images pulled by 1.9 lack their id.
    private bool IsForeign(int node, JsonView json)
    {
        ReadOnlySpan<byte> bytes = files.ReadAll(node);
        int separator = bytes.IndexOf("\": "u8);
        return !json.Has("id") || (separator > 0 && bytes[separator - 1] != (byte)'\\');
    }

    // Ids were drawn at random, but for those that 1.9 pulled, whose directory is named by the digest of their json (docker-storage-formats §14).
    private static bool IsNamedByDigest(JsonView json) => json.Has("layer_id") && !json.Has("id");

    // docker-storage-formats §12.5, as far as one image alone can tell. In this era pulling and loading leave the same.
    private static Provenance ProvenanceOf(JsonView json, bool foreign, bool hasParent)
    {
        if (foreign)
            return new Provenance(Provenance.PulledOrLoaded, null,
                ["its JSON is not as an engine writes its own: it was pulled, or loaded from an archive"]);
        (string? made, string? sign) = Made(json, hasParent);
        return new Provenance(made ?? Provenance.Unknown, made, sign is null ? [] : [sign]);
    }

    private static (string? Made, string? Sign) Made(JsonView json, bool hasParent)
    {
        if (json.NonEmpty("comment") is { } comment && comment.StartsWith("Imported from", StringComparison.Ordinal))
            return (Provenance.Imported, "its comment says so");
        string? command = json.Object("container_config")?.Texts("Cmd") is { Count: > 0 } words ? string.Join(' ', words) : null;
        if (command is null)
            return hasParent || json.NonEmpty("container") is not null ? (null, null) : (Provenance.Imported, "it has no parent, no command and no container");
        if (BuildInstruction.IsBuildStep(command))
            return (Provenance.BuiltClassic, "its command is a Dockerfile instruction");
        return json.NonEmpty("container") is null ? (null, null) : (Provenance.Committed, "its command is a container's run command");
    }
}
