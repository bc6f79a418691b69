using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>pods</c>.</summary>
public static class PodJson
{
    public static void Write(Utf8JsonWriter json, PodRow row)
    {
        json.WriteStartObject();
        json.WriteText("pod", row.Membership.Pod);
        json.WriteText("namespace", row.Membership.Namespace);
        json.WriteText("pod_uid", row.Membership.Uid);
        json.WriteText("pod_id", row.Membership.SandboxId);
        // What only a container says of it is the container's.
        json.WriteCount("attempt", row.Sandbox?.Pod?.Attempt);
        json.WriteText("state", row.State);
        json.WriteTime("created", row.Created);
        json.WriteText("ip_address", row.Sandbox?.IpAddress);
        json.WriteMap("labels", row.Labels);
        json.WriteStartArray("containers");
        foreach (Container container in row.Containers)
            Write(json, container);
        json.WriteEndArray();
        json.WriteText("containerd_namespace", (row.Sandbox ?? row.Containers[0]).ContainerdNamespace);
        json.WriteText("store", row.Store.Name);
        json.WriteText("evidence", row.Store.Root.Evidence);
        RecoveryJson.Write(json, row.Sandbox?.Recovery);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Container container)
    {
        json.WriteStartObject();
        json.WriteText("id", container.Id);
        json.WriteText("name", container.Name);
        json.WriteCount("attempt", container.Pod?.Attempt);
        json.WriteText("state", container.State);
        json.WriteEndObject();
    }
}
