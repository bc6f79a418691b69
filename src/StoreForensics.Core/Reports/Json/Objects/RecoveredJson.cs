using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>The inventory's <c>recovered</c>: what was removed and found again.</summary>
internal static class RecoveredJson
{
    public static void Write(Utf8JsonWriter json, Inventory inventory)
    {
        json.WriteStartObject("recovered");
        json.WriteStartArray("containers");
        foreach (Container container in inventory.Recovered.Containers)
            ContainerJson.WriteWhole(json, container);
        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (Image image in inventory.Recovered.Images)
            ImageJson.WriteWhole(json, image);
        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (OwnedFile file in OwnedFile.Of(inventory))
            Write(json, file);
        json.WriteEndArray();
        json.WriteStartArray("not_searched");
        foreach ((string evidence, string why) in inventory.Recovered.Limits.OrderBy(l => l.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteText("evidence", evidence);
            json.WriteText("why", why);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, in OwnedFile file)
    {
        Evidence.EvidenceNode facts = file.File.Entry.Facts;
        json.WriteStartObject();
        json.WriteBytes("path", [(byte)'/', .. file.File.Entry.Tree.PathOf(file.File.Entry.Node, file.Root).Bytes]);
        json.WriteKind(facts.Kind);
        json.WriteCount("size", facts.LacksBytes ? null : facts.Size);
        json.WriteTime("mtime", facts.Modified);
        json.WriteText("container", file.Container?.DisplayName);
        json.WriteText("container_id", file.Container?.Id);
        json.WriteText("layer", (file.Owner as Layer)?.Id);
        json.WriteOrigin("origin", file.File.Entry.Origin());
        RecoveryJson.Write(json, file.File.Recovery);
        json.WriteEndObject();
    }
}
