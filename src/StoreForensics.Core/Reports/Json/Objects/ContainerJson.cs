using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>An object of <c>containers</c>.</summary>
public static class ContainerJson
{
    public static void Write(Utf8JsonWriter json, Container container)
    {
        json.WriteStartObject();
        WriteFacts(json, container);
        WritePod(json, container);
        json.WriteText("evidence", container.Store.Root.Evidence);
        RecoveryJson.Write(json, container.Recovery);
        json.WriteEndObject();
    }

    internal static void WriteWhole(Utf8JsonWriter json, Container container)
    {
        json.WriteStartObject();
        WriteFacts(json, container);
        ConfigJson.Write(json, "config", container.Config);
        json.WriteStartArray("logs");
        foreach (LogFile log in container.Logs)
            json.WriteBytesValue(log.Source.Tree.PathOf(log.Node).Bytes);
        json.WriteEndArray();
        json.WriteOrigin("origin", container.Origin);
        RecoveryJson.Write(json, container.Recovery);
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, Container container)
    {
        json.WriteText("id", container.Id);
        json.WriteText("name", container.Name);
        json.WriteText("image", container.ImageName);
        json.WriteText("image_id", container.ImageId);
        json.WriteText("command", container.Command);
        WriteState(json, container);
        json.WriteFlag("privileged", container.Privileged);
        json.WriteTexts("cap_add", container.CapAdd);
        json.WriteTexts("cap_drop", container.CapDrop);
        json.WriteText("network_mode", container.NetworkMode);
        json.WriteText("pid_mode", container.PidMode);
        json.WriteText("ip_address", container.IpAddress);
        json.WriteText("hostname", container.Hostname);
        json.WriteText("user", container.Config?.User);
        json.WriteText("working_dir", container.Config?.WorkingDir);
        json.WriteTexts("env", container.Env);
        json.WriteTexts("effective_env", container.EffectiveEnv);
        json.WriteMap("labels", container.Labels);
        WriteMounts(json, container.Mounts);
        json.WriteTexts("ports", container.Ports?.Select(port => port.ToString()));
        json.WriteText("restart_policy", container.RestartPolicy);
        json.WriteText("log_path", container.LogPath);
        json.WriteTexts("links", container.Links);
        json.WriteText("layer", container.Layer?.Id);
        json.WriteText("init_layer", container.InitLayer?.Id);
        json.WriteText("store", container.Store.Name);
        ProcessJson.Write(json, container.Processes);
        ExecJson.Write(json, container);
    }

    private static void WritePod(Utf8JsonWriter json, Container container)
    {
        PodMembership? pod = container.Pod;
        json.WriteText("kind", pod?.IsSandbox == true ? "sandbox" : "container");
        json.WriteText("pod", pod?.Pod);
        json.WriteText("namespace", pod?.Namespace);
        json.WriteText("pod_uid", pod?.Uid);
        json.WriteText("pod_id", pod?.SandboxId);
        json.WriteCount("attempt", pod?.Attempt);
        json.WriteText("containerd_namespace", container.ContainerdNamespace);
    }

    private static void WriteState(Utf8JsonWriter json, Container container)
    {
        json.WriteTime("created", container.Created);
        json.WriteTime("started", container.Started);
        json.WriteTime("finished", container.Finished);
        json.WriteText("state", container.State);
        json.WriteCount("exit_code", container.ExitCode);
        json.WriteCount("pid", container.Pid);
        json.WriteFlag("oom_killed", container.OomKilled);
        json.WriteText("error", container.Error);
        json.WriteCount("restart_count", container.RestartCount);
    }

    private static void WriteMounts(Utf8JsonWriter json, IReadOnlyList<ContainerMount>? mounts)
    {
        if (mounts is null)
        {
            json.WriteNull("mounts");
            return;
        }
        json.WriteStartArray("mounts");
        foreach (ContainerMount mount in mounts)
        {
            json.WriteStartObject();
            json.WriteText("type", mount.Type);
            json.WriteText("source", mount.Source);
            json.WriteText("destination", mount.Destination);
            json.WriteFlag("rw", mount.ReadWrite);
            json.WriteText("name", mount.Name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
