using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json;

/// <summary>A volume.</summary>
public static class VolumeJson
{
    public static void Write(Utf8JsonWriter json, Volume volume)
    {
        json.WriteStartObject();
        json.WriteText("name", volume.Name);
        json.WriteText("store", volume.Store.Name);
        json.WriteTime("created", volume.Created);
        json.WriteText("host_path", volume.HostPath);
        json.WriteBoolean("bind", volume.IsBindMount);
        json.WriteFlag("rw", volume.Writable);
        json.WriteBoolean("files_reachable", volume.Files is not null);
        json.WriteTexts("containers", volume.Containers.Select(container => container.Id));
        json.WriteOrigin("origin", volume.Origin);
        json.WriteEndObject();
    }
}
