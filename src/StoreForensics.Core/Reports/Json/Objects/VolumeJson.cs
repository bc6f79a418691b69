using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A volume.</summary>
public static class VolumeJson
{
    private static readonly Dictionary<string, string> s_none = [];

    public static void Write(Utf8JsonWriter json, Volume volume)
    {
        json.WriteStartObject();
        json.WriteText("name", volume.Name);
        json.WriteText("store", volume.Store.Name);
        json.WriteTime("created", volume.Created);
        json.WriteText("host_path", volume.HostPath);
        json.WriteBoolean("bind", volume.IsBindMount);
        json.WriteFlag("rw", volume.Writable);
        json.WriteText("driver", volume.Driver);
        json.WriteMap("labels", volume.Labels ?? s_none);
        json.WriteMap("options", volume.Options ?? s_none);
        json.WriteBoolean("files_reachable", volume.Files is not null);
        json.WriteTexts("containers", volume.Containers.Select(container => container.Id));
        json.WriteOrigin("origin", volume.Origin);
        json.WriteEndObject();
    }
}
