using System.Text.Json;
using StoreForensics.Model.Builds;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>builds --cache</c>: a record of the build cache.</summary>
public static class BuildCacheJson
{
    /// <summary>As recorded.</summary>
    public static void WriteWhole(Utf8JsonWriter json, BuildCacheRecord record) => Write(json, record, new SecretMask(show: true));

    /// <summary>With the values of secrets hidden as the mask says.</summary>
    public static void Write(Utf8JsonWriter json, BuildCacheRecord record, SecretMask secrets)
    {
        json.WriteStartObject();
        json.WriteText("id", record.Id);
        json.WriteText("type", record.Type);
        json.WriteText("description", record.Description is { } text ? secrets.Text(text) : null);
        json.WriteTime("created", record.Created);
        json.WriteTime("last_used", record.LastUsed);
        json.WriteCount("usage_count", record.UsageCount);
        json.WriteCount("size", record.SizeBytes);
        json.WriteBoolean("mutable", record.IsMutable);
        json.WriteText("same_as", record.SameAs);
        json.WriteTexts("parents", record.Parents);
        json.WriteText("key", record.Key);
        json.WriteTexts("targets", record.Targets);
        json.WriteText("snapshot", record.Snapshot);
        json.WriteText("layer", record.Layer?.Id);
        json.WriteText("diff_id", record.DiffId);
        json.WriteText("chain_id", record.ChainId);
        json.WriteText("blob", record.Blob);
        json.WriteText("media_type", record.MediaType);
        json.WriteCount("blob_size", record.BlobSizeBytes);
        json.WriteTexts("image_refs", record.ImageReferences);
        json.WriteText("store", record.Store.Name);
        json.WriteText("evidence", record.Store.Root.Evidence);
        json.WriteOrigin("origin", record.Origin);
        json.WriteEndObject();
    }
}
