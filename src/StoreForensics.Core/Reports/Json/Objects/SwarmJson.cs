using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>swarm</c>.</summary>
public static class SwarmJson
{
    /// <summary>In the whole inventory, where a task's container is told by its id.</summary>
    public static void Write(Utf8JsonWriter json, SwarmObject one) => Write(json, one, null);

    /// <param name="json">Takes the object.</param>
    /// <param name="one">What the swarm keeps.</param>
    /// <param name="container">The container of a task; null where there is none in the evidence.</param>
    public static void Write(Utf8JsonWriter json, SwarmObject one, Container? container)
    {
        json.WriteStartObject();
        json.WriteText("kind", one.Kind);
        json.WriteText("id", one.Id);
        json.WriteText("name", one.Name);
        json.WriteTime("created", one.Created);
        json.WriteTime("updated", one.Updated);
        json.WriteBoolean("removed", one.IsRemoved);
        json.WriteTime("removed_after", one.RemovedAfter);
        json.WriteMap("labels", one.Labels);
        WriteService(json, one);
        WriteTask(json, one, container);
        json.WriteText("driver", one.Driver);
        json.WriteCount("size", one.Size);
        json.WriteText("hostname", one.Node?.HostName);
        json.WriteText("address", one.Node?.Address);
        json.WriteText("engine_version", one.Node?.EngineVersion);
        json.WriteText("role", one.Node?.Role);
        json.WriteText("availability", one.Node?.Availability);
        WriteChanges(json, one);
        json.WriteText("store", one.Store.Name);
        json.WriteText("evidence", one.Store.Root.Evidence);
        json.WriteOrigin("origin", one.Origin);
        json.WriteEndObject();
    }

    private static void WriteService(Utf8JsonWriter json, SwarmObject one)
    {
        json.WriteText("mode", one.Mode);
        json.WriteCount("replicas", (long?)one.Replicas);
        json.WriteTexts("constraints", one.Kind == "service" ? one.Constraints : null);
        json.WriteText("image", one.Container?.Image);
        json.WriteTexts("command", one.Container?.Command);
        json.WriteTexts("args", one.Container?.Arguments);
        json.WriteTexts("env", one.Container?.Env);
        json.WriteText("user", one.Container?.User);
        json.WriteTexts("mounts", one.Container?.Mounts);
        json.WriteTexts("secrets", one.Container?.Secrets);
        json.WriteTexts("configs", one.Container?.Configs);
        json.WriteTexts("cap_add", one.Container?.CapAdd);
    }

    private static void WriteTask(Utf8JsonWriter json, SwarmObject one, Container? container)
    {
        json.WriteText("service_id", one.ServiceId);
        json.WriteCount("slot", (long?)one.Slot);
        json.WriteText("node_id", one.NodeId);
        json.WriteText("container_id", one.ContainerId);
        json.WriteText("container", container?.DisplayName);
        json.WriteCount("exit_code", one.ExitCode);
        json.WriteText("state", one.State);
        json.WriteText("desired_state", one.DesiredState);
        json.WriteTime("state_time", one.StateTime);
        json.WriteText("message", one.Message);
        json.WriteText("error", one.Error);
    }

    private static void WriteChanges(Utf8JsonWriter json, SwarmObject one)
    {
        json.WriteStartArray("changes");
        foreach (SwarmChange change in one.Changes)
        {
            json.WriteStartObject();
            json.WriteText("event_type", change.EventType);
            json.WriteTime("time", change.Time);
            json.WriteText("message", change.Text);
            json.WriteOrigin("origin", change.Origin);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
