using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A network: in the inventory.</summary>
public static class NetworkJson
{
    private static readonly Dictionary<string, string> s_none = [];

    public static void Write(Utf8JsonWriter json, Network network)
    {
        json.WriteStartObject();
        json.WriteText("id", network.Id);
        json.WriteText("name", network.Name);
        json.WriteText("store", network.Store.Name);
        json.WriteText("driver", network.Driver);
        json.WriteText("scope", network.Scope);
        json.WriteTime("created", network.Created);
        json.WriteText("bridge", network.Bridge);
        json.WriteFlag("internal", network.IsInternal);
        json.WriteFlag("attachable", network.IsAttachable);
        json.WriteTexts("subnets", network.Subnets);
        json.WriteTexts("gateways", network.Gateways);
        json.WriteMap("labels", network.Labels ?? s_none);
        json.WriteMap("options", network.Options ?? s_none);
        json.WriteStartArray("connections");
        foreach (NetworkConnection connection in network.Connections)
            WriteConnection(json, connection);
        json.WriteEndArray();
        json.WriteOrigin("origin", network.Origin);
        json.WriteEndObject();
    }

    private static void WriteConnection(Utf8JsonWriter json, NetworkConnection connection)
    {
        json.WriteStartObject();
        json.WriteText("name", connection.Name);
        json.WriteText("container_id", connection.ContainerId);
        json.WriteText("address", connection.Address);
        json.WriteText("mac_address", connection.MacAddress);
        json.WriteEndObject();
    }
}
