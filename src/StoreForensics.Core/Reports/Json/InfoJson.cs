using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json.Objects;

namespace StoreForensics.Reports.Json;

/// <summary>The object of <c>info</c>: what an evidence is, which stores it holds, how much of what, and from when to when.</summary>
public static class InfoJson
{
    /// <summary>Writes it.</summary>
    /// <param name="json">The target.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="inventory">What was found in it.</param>
    /// <param name="first">The earliest time that the caller knows; null when none.</param>
    /// <param name="last">The latest.</param>
    /// <param name="problems">How many problems there were.</param>
    public static void Write(Utf8JsonWriter json, EvidenceDetails evidence, Inventory inventory, Timestamp? first, Timestamp? last, long problems)
    {
        json.WriteStartObject();
        EvidenceJson.WriteFacts(json, evidence);
        json.WriteStartArray("stores");
        foreach (StoreInfo store in inventory.Stores)
            StoreJson.Write(json, store);
        json.WriteEndArray();
        json.WriteNumber("images", inventory.Images.Count);
        json.WriteNumber("tagged_images", inventory.Images.Count(image => image.References.Count > 0));
        json.WriteNumber("layers", inventory.Layers.Count);
        json.WriteNumber("containers", inventory.Containers.Count);
        json.WriteNumber("volumes", inventory.Volumes.Count);
        json.WriteNumber("networks", inventory.Networks.Count);
        json.WriteTexts("volume_names", inventory.Volumes.Select(volume => volume.Name));
        json.WriteTexts("network_names", inventory.Networks.Select(network => network.Name ?? network.Id));
        json.WriteNumber("leftovers", inventory.Leftovers.Count);
        json.WriteStartArray("leftover_list");
        foreach (Leftover leftover in inventory.Leftovers)
            LeftoverJson.Write(json, leftover);
        json.WriteEndArray();
        json.WriteStartArray("hosts");
        foreach (HostFacts host in inventory.Hosts)
            HostJson.Write(json, host);
        json.WriteEndArray();
        json.WriteNumber("problems", problems);
        json.WriteTime("first", first);
        json.WriteTime("last", last);
        json.WriteEndObject();
    }
}
