using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Containers;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>One entry of an image's <c>history</c>.</summary>
internal sealed record HistoryEntry(RecordedTime? Created, string CreatedBy, string? Author, string? Comment, bool IsEmpty);

/// <summary>An image with what its configuration says of layers, which only the layer database can make layers of.</summary>
/// <param name="Image">Without steps and layers.</param>
/// <param name="History">Oldest first.</param>
/// <param name="DiffIds">Bottom first; well-formed ones only.</param>
/// <param name="LastTagged">When a tag of it was last set here, on the daemon's clock; null where that is not recorded.</param>
/// <param name="LastTaggedOrigin">The file that says so.</param>
/// <param name="IsBuiltLocally">Whether the engine marked it as built here; null where it made no such marks.</param>
internal sealed record ImageRecord(Image Image, IReadOnlyList<HistoryEntry> History, IReadOnlyList<string> DiffIds, RecordedTime? LastTagged,
    Origin? LastTaggedOrigin, bool IsBuiltLocally);

/// <summary>
/// <c>imagedb/content/sha256/&lt;id&gt;</c>, the image's configuration, and <c>imagedb/metadata/sha256/&lt;id&gt;/</c>, what this host noted of it
/// (moby v20.10 image/image.go, image/store.go; docker-storage-formats §4.1 and §4.2).
/// </summary>
internal sealed class ImageConfigFile(EvidenceFiles files, StoreInfo store, int? metadata)
{
    private const int MaxHistory = 20_000;

    /// <summary>Null after a problem when there is no JSON to read. A content that is not what its name says is a problem, and read all the same.</summary>
    public ImageRecord? Read(int node)
    {
        string hex = Encoding.ASCII.GetString(files.Tree.Name(node)), id = "sha256:" + hex;
        if (files.ReadAll(node) is not { } bytes)
            return null;
        string actual = ChainIds.Digest(bytes);
        if (actual != id)
            files.Problems.Damage("SF-IMAGE-0001", files.Origin(node),
                $"the image's configuration was altered: its digest is {actual}; the engine ignores such an image");
        if (JsonFile.Object(bytes, files.Origin(node), files.Problems) is not { } json)
            return null;
        int? notes = metadata is int m ? files.Directory(m, Encoding.ASCII.GetBytes(hex)) : null;
        (RecordedTime? tagged, Origin? taggedOrigin) = LastTagged(notes);
        bool builtHere = notes is int n && files.Tree.Child(n, "builtLocally"u8) != EvidenceTree.None;
        return new ImageRecord(Image(node, id, json, notes), History(json, node), DiffIds(json, node), tagged, taggedOrigin, builtHere);
    }

    private Image Image(int node, string id, JsonView json, int? notes)
    {
        RecordedTime? created = json.Time("created");
        if (created is null && json.NonEmpty("created") is { } text && !text.StartsWith("0001-", StringComparison.Ordinal))
            files.Problems.Warn("SF-IMAGE-0002", files.Origin(node), $"created is no time: {DisplayText.Escape(text)}");
        return new Image
        {
            Id = id,
            Store = store,
            Origin = files.Origin(node),
            Record = new EntryRef(files.Source, node),
            RecordedDigest = id,
            Created = created,
            Registered = files.Tree[node].Modified,
            RegisteredOrigin = files.Origin(node),
            ParentId = Parent(notes),
            Comment = json.NonEmpty("comment"),
            Author = json.NonEmpty("author"),
            DockerVersion = json.NonEmpty("docker_version"),
            Architecture = json.NonEmpty("architecture"),
            Os = json.NonEmpty("os"),
            ContainerId = json.NonEmpty("container"),
            ContainerConfig = ConfigReader.Read(json, "container_config"),
            Config = ConfigReader.Read(json, "config"),
            IsWithoutLayers = json.Object("rootfs") is { } rootfs && ListsNoLayers(rootfs),
        };
    }

    // Go leaves an empty list out.
    private static bool ListsNoLayers(JsonView rootfs) =>
        !rootfs.Has("diff_ids") || (rootfs.Texts("diff_ids") is [] && !rootfs.Elements("diff_ids").Any());

    private string? Parent(int? notes)
    {
        if (notes is not int directory || files.Tree.Child(directory, "parent"u8) == EvidenceTree.None)
            return null;
        string? text = files.ReadText(directory, "parent"u8);
        if (ObjectIds.IsPrefixedDigest(text))
            return text;
        files.Problems.Damage("SF-IMAGE-0003", files.Origin(directory), $"the image's parent file holds no image id: {DisplayText.Escape(text ?? "")}");
        return null;
    }

    // The daemon's local time, offset and all (17.07 on).
    private (RecordedTime?, Origin?) LastTagged(int? notes)
    {
        if (notes is not int directory || files.Tree.Child(directory, "lastUpdated"u8) == EvidenceTree.None
            || files.File(directory, "lastUpdated"u8) is not int node)
            return (null, null);
        string? text = files.ReadText(directory, "lastUpdated"u8);
        if (text is not null && Timestamp.TryParse(text) is { } time)
            return (time == Timestamp.GoZero ? null : new RecordedTime(time, text), files.Origin(node));
        files.Problems.Damage("SF-IMAGE-0004", files.Origin(node), $"lastUpdated is no time: {DisplayText.Escape(text ?? "")}");
        return (null, null);
    }

    private List<HistoryEntry> History(JsonView json, int node)
    {
        var history = new List<HistoryEntry>();
        foreach (JsonElement element in json.Elements("history"))
        {
            if (history.Count == MaxHistory)
            {
                files.Problems.Damage("SF-IMAGE-0005", files.Origin(node), $"the history has more than {MaxHistory} entries; the rest is not read");
                break;
            }
            var entry = new JsonView(element);
            history.Add(new HistoryEntry(entry.Time("created"), entry.Text("created_by") ?? "", entry.NonEmpty("author"), entry.NonEmpty("comment"),
                entry.Flag("empty_layer") == true));
        }
        return history;
    }

    private List<string> DiffIds(JsonView json, int node)
    {
        var ids = new List<string>();
        foreach (string id in json.Object("rootfs")?.Texts("diff_ids") ?? [])
        {
            if (!ObjectIds.IsPrefixedDigest(id) || ids.Count == MaxHistory)
            {
                files.Problems.Damage("SF-IMAGE-0006", files.Origin(node),
                    $"diff id {ids.Count + 1} is no digest: {DisplayText.Escape(id)}; it and those after it are not read");
                break;
            }
            ids.Add(id);
        }
        return ids;
    }
}
