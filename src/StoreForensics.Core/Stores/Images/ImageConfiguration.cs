using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>
/// What an image's configuration says of its steps and layers (OCI image-spec config.md; moby v20.10 image/image.go). Damage becomes problems.
/// </summary>
/// <param name="json">The configuration.</param>
/// <param name="origin">Its file.</param>
/// <param name="problems">Told of what no engine writes.</param>
internal readonly struct ImageConfiguration(JsonView json, Origin origin, ProblemLog problems)
{
    private const int MaxHistory = 20_000;

    /// <summary>When its maker says that it was made; null when it does not, or says no time.</summary>
    public RecordedTime? Created()
    {
        RecordedTime? created = json.Time("created");
        if (created is null && json.NonEmpty("created") is { } text && !text.StartsWith("0001-", StringComparison.Ordinal))
            problems.Warn("SF-IMAGE-0002", origin, $"created is no time: {DisplayText.Escape(text)}");
        return created;
    }

    /// <summary>Oldest first.</summary>
    public List<HistoryEntry> History()
    {
        var history = new List<HistoryEntry>();
        foreach (JsonElement element in json.Elements("history"))
        {
            if (history.Count == MaxHistory)
            {
                problems.Damage("SF-IMAGE-0005", origin, $"the history has more than {MaxHistory} entries; the rest is not read");
                break;
            }
            var entry = new JsonView(element);
            history.Add(new HistoryEntry(entry.Time("created"), entry.Text("created_by") ?? "", entry.NonEmpty("author"), entry.NonEmpty("comment"),
                entry.Flag("empty_layer") == true));
        }
        return history;
    }

    /// <summary>Bottom first; well-formed ones only.</summary>
    public List<string> DiffIds()
    {
        var ids = new List<string>();
        foreach (string id in json.Object("rootfs")?.Texts("diff_ids") ?? [])
        {
            if (!ObjectIds.IsPrefixedDigest(id) || ids.Count == MaxHistory)
            {
                problems.Damage("SF-IMAGE-0006", origin, $"diff id {ids.Count + 1} is no digest: {DisplayText.Escape(id)}; it and those after it are not read");
                break;
            }
            ids.Add(id);
        }
        return ids;
    }

    /// <summary>Whether it says that the image has no layers. Go leaves an empty list out.</summary>
    public static bool IsWithoutLayers(JsonView json) => json.Object("rootfs") is { } rootfs
        && (!rootfs.Has("diff_ids") || (rootfs.Texts("diff_ids") is [] && !rootfs.Elements("diff_ids").Any()));
}
