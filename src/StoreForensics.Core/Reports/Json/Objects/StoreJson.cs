using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A store: a data root's metadata of one era and driver.</summary>
public static class StoreJson
{
    public static void Write(Utf8JsonWriter json, StoreInfo store)
    {
        json.WriteStartObject();
        json.WriteText("name", store.Name);
        json.WriteText("driver", store.Driver);
        json.WriteText("era", store.Era);
        json.WriteText("engine_version", store.EngineVersion);
        json.WriteText("engine_version_sign", store.EngineVersionSign);
        json.WriteText("snapshot", store.Snapshot);
        json.WriteOrigin("root", store.Root);
        json.WriteEndObject();
    }
}
