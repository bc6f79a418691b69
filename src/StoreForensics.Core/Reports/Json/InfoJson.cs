using System.Text.Json;
using StoreForensics.Cases;
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
    /// <param name="events">How many events its timeline has.</param>
    /// <param name="first">The earliest time that the caller knows; null when none.</param>
    /// <param name="last">The latest.</param>
    /// <param name="clocks">How far its clocks can be trusted; null where that was not examined.</param>
    /// <param name="problems">How many problems there were.</param>
    public static void Write(Utf8JsonWriter json, EvidenceDetails evidence, Inventory inventory, long events, Timestamp? first, Timestamp? last,
        ClockReport? clocks, long problems)
    {
        InventoryCounts counts = InventoryCounts.Of(inventory);
        json.WriteStartObject();
        EvidenceJson.WriteFacts(json, evidence);
        json.WriteStartArray("stores");
        foreach (StoreInfo store in inventory.Stores)
            StoreJson.Write(json, store);
        json.WriteEndArray();
        CountsJson.WriteProperties(json, counts);
        json.WriteTexts("volume_names", inventory.Volumes.Select(volume => volume.Name));
        json.WriteTexts("network_names", inventory.Networks.Select(network => network.Name ?? network.Id));
        json.WriteStartArray("leftover_list");
        foreach (Leftover leftover in inventory.Leftovers)
            LeftoverJson.Write(json, leftover);
        json.WriteEndArray();
        json.WriteStartArray("hosts");
        foreach (HostFacts host in inventory.Hosts)
            HostJson.Write(json, host);
        json.WriteEndArray();
        json.WriteNumber("problems", problems);
        json.WriteNumber("events", events);
        json.WriteTime("first", first);
        json.WriteTime("last", last);
        ClockJson.Write(json, clocks);
        json.WriteEndObject();
    }
}
