using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Json.Objects;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Json;

/// <summary>All that the stores hold, as one JSON document, with findings, problems and what was examined how. The timeline is there in numbers only.</summary>
public sealed class InventoryJsonWriter : IReportWriter
{
    /// <summary>Grows when a key changes its meaning or goes; new keys leave it as it is.</summary>
    public const int SchemaVersion = 1;

    /// <summary>Indented, for people; else one line.</summary>
    public bool Pretty { get; init; } = true;

    public string Name => "JSON";

    public string Extension => ".json";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        using var json = new Utf8JsonWriter(buffer, JsonFormat.Options(Pretty));
        json.WriteStartObject();
        json.WriteString("schema", "storeforensics.inventory");
        json.WriteNumber("schema_version", SchemaVersion);
        CaseJson.WriteTool(json, subject.Tool);
        CaseJson.WriteDetails(json, subject.Details);
        WriteList(json, "evidence", subject.Evidence, EvidenceJson.Write);
        CountsJson.Write(json, subject);
        WriteInventory(json, subject.Inventory);
        CaseJson.WriteTimeline(json, subject.Timeline.Summary);
        ClockJson.Write(json, subject.Timeline.Clocks);
        if (subject.Verification is { } verification)
            WriteList(json, "verification", verification.Checks, CheckJson.Write);
        else
            json.WriteNull("verification");
        WriteList(json, "findings", subject.Findings ?? [], FindingJson.Write);
        WriteList(json, "indicators", subject.Indicators, IndicatorJson.Write);
        WriteList(json, "chronology", subject.Chronology, ChronologyJson.Write);
        StoryJson.Write(json, subject.Story);
        WriteList(json, "problems", subject.Problems, ProblemJson.Write);
        json.WriteNumber("problems_dropped", subject.ProblemsDropped);
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        buffer.Write("\n"u8);
        buffer.Flush();
        return null;
    }

    private static void WriteInventory(Utf8JsonWriter json, Inventory inventory)
    {
        WriteList(json, "stores", inventory.Stores, StoreJson.Write);
        WriteList(json, "images", inventory.Images, ImageJson.WriteWhole);
        WriteList(json, "layers", inventory.Layers, LayerJson.Write);
        WriteList(json, "containers", inventory.Containers, ContainerJson.WriteWhole);
        WriteList(json, "volumes", inventory.Volumes, VolumeJson.Write);
        WriteList(json, "networks", inventory.Networks, NetworkJson.Write);
        WriteList(json, "leftovers", inventory.Leftovers, LeftoverJson.Write);
        if (inventory.Swarm.Count > 0)
            WriteList(json, "swarm", inventory.Swarm, SwarmJson.Write);
        WriteList(json, "engine_events", inventory.EngineEvents, EngineEventJson.Write);
        // Most stores have no builder's records: then there are no such keys.
        if (inventory.Builds.Count > 0)
            WriteList(json, "builds", inventory.Builds, BuildJson.WriteWhole);
        if (inventory.BuildCache.Count > 0)
            WriteList(json, "build_cache", inventory.BuildCache, BuildCacheJson.WriteWhole);
        WriteList(json, "hosts", inventory.Hosts, HostJson.Write);
        if (inventory.Recovered.Sources.Count + inventory.Recovered.Limits.Count > 0)
            RecoveredJson.Write(json, inventory);
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
            write(json, item);
        json.WriteEndArray();
    }
}
