using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>images</c>.</summary>
public static class ImageJson
{
    /// <summary>Writes one row of the list; see <see cref="ImageRows"/> for which and in what order.</summary>
    public static void Write(Utf8JsonWriter json, ImageRow row)
    {
        json.WriteStartObject();
        json.WriteText("id", row.Image.Id);
        json.WriteText("repository", row.Repository);
        json.WriteText("tag", row.Tag);
        json.WriteTexts("digests", row.Digests);
        WriteFacts(json, row.Image);
        json.WriteText("containerd_namespace", row.Image.ContainerdNamespace);
        json.WriteText("evidence", row.Image.Store.Root.Evidence);
        RecoveryJson.Write(json, row.Image.Recovery);
        json.WriteEndObject();
    }

    /// <summary>The image as a whole, for the inventory: all its names, its history.</summary>
    internal static void WriteWhole(Utf8JsonWriter json, Image image)
    {
        json.WriteStartObject();
        json.WriteText("id", image.Id);
        json.WriteStartArray("references");
        foreach (ImageReference reference in image.References)
        {
            json.WriteStartObject();
            json.WriteText("repository", reference.Repository);
            json.WriteText("tag", reference.Tag);
            json.WriteText("digest", reference.Digest);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteFacts(json, image);
        json.WriteOrigin("origin", image.Origin);
        RecoveryJson.Write(json, image.Recovery);
        ConfigJson.Write(json, "config", image.Config);
        ConfigJson.Write(json, "container_config", image.ContainerConfig);
        json.WriteStartArray("history");
        foreach (BuildStep step in HistoryJson.NewestFirst(image))
            HistoryJson.Write(json, step);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, Image image)
    {
        json.WriteTime("created", image.Created);
        json.WriteTime("registered", image.Registered);
        json.WriteText("parent", image.ParentId);
        json.WriteCount("size", image.TotalSize);
        json.WriteCount("own_size", image.OwnSize);
        json.WriteText("docker_version", image.DockerVersion);
        json.WriteText("architecture", image.Architecture);
        json.WriteText("os", image.Os);
        json.WriteText("author", image.Author);
        json.WriteText("comment", CommentOf(image));
        json.WriteText("container", image.ContainerId);
        WriteProvenance(json, image.Provenance);
        json.WriteText("store", image.Store.Name);
        json.WriteTexts("layers", image.Layers.Select(layer => layer.Id));
        json.WriteTexts("diff_ids", image.Layers.Select(layer => layer.DiffId));
    }

    private static void WriteProvenance(Utf8JsonWriter json, Provenance? provenance)
    {
        if (provenance is null)
        {
            json.WriteNull("provenance");
            return;
        }
        json.WriteStartObject("provenance");
        json.WriteString("origin", provenance.Origin);
        json.WriteText("made", provenance.Made);
        json.WriteTexts("signs", provenance.Signs);
        json.WriteEndObject();
    }

    internal static string? CommentOf(Image image) =>
        !string.IsNullOrEmpty(image.Comment) ? image.Comment : image.Steps.Count > 0 ? image.Steps[^1].Comment : null;
}
