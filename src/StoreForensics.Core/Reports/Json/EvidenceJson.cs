using System.Text.Json;
using StoreForensics.Evidence;

namespace StoreForensics.Reports.Json;

/// <summary>One evidence as it was opened.</summary>
public static class EvidenceJson
{
    public static void Write(Utf8JsonWriter json, EvidenceDetails evidence)
    {
        json.WriteStartObject();
        WriteFacts(json, evidence);
        json.WriteEndObject();
    }

    internal static void WriteFacts(Utf8JsonWriter json, EvidenceDetails evidence)
    {
        json.WriteText("evidence", evidence.Name);
        json.WriteTexts("wrapping", evidence.Wrapping);
        json.WriteCount("size", evidence.SizeBytes);
        json.WriteText("sha256", evidence.Sha256);
        json.WriteText("sha256_of", evidence.Sha256Of);
        json.WriteCount("entries", evidence.Entries);
        if (evidence.Disk is { } disk)
            WriteDisk(json, disk);
        else
            json.WriteNull("disk");
    }

    private static void WriteDisk(Utf8JsonWriter json, DiskFacts disk)
    {
        json.WriteStartObject("disk");
        json.WriteText("format", disk.Format);
        json.WriteCount("medium_bytes", disk.MediumBytes);
        json.WriteStartArray("files");
        foreach ((string name, long size) in disk.Files)
        {
            json.WriteStartObject();
            json.WriteText("name", name);
            json.WriteCount("size", size);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("acquisition");
        foreach ((string label, string value) in disk.Acquisition)
            json.WriteText(label.ToLowerInvariant().Replace(' ', '_'), value);
        json.WriteEndObject();
        json.WriteStartArray("digests");
        foreach (StoredDigest digest in disk.Digests)
        {
            json.WriteStartObject();
            json.WriteText("algorithm", digest.Algorithm);
            json.WriteText("stored", digest.Stored);
            json.WriteText("computed", digest.Computed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("partitions");
        foreach (PartitionFacts partition in disk.Partitions)
            WritePartition(json, partition);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePartition(Utf8JsonWriter json, PartitionFacts partition)
    {
        json.WriteStartObject();
        json.WriteText("found_as", partition.FoundAs);
        json.WriteText("name", partition.Name);
        json.WriteText("type", partition.Type);
        json.WriteCount("start", partition.Start);
        json.WriteCount("length", partition.Length);
        json.WriteText("content", partition.Content);
        if (partition.Directory is null)
            json.WriteNull("directory");
        else
            json.WriteString("directory", partition.Directory);
        json.WriteText("label", partition.FileSystem?.Label);
        json.WriteText("uuid", partition.FileSystem?.Uuid);
        json.WriteText("last_mounted", partition.FileSystem?.LastMounted);
        json.WriteTime("created", partition.FileSystem?.Created);
        json.WriteTime("mounted_at", partition.FileSystem?.MountedAt);
        json.WriteTime("written_at", partition.FileSystem?.WrittenAt);
        json.WriteText("replay", partition.FileSystem?.Replay);
        json.WriteEndObject();
    }
}
