using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>Commands run in a container, and the host's directory that it ran on; each key is there only where there is something.</summary>
internal static class ExecJson
{
    public static void Write(Utf8JsonWriter json, Container container)
    {
        if (container.Rootfs is { } rootfs)
        {
            json.WriteStartObject("rootfs");
            json.WriteText("path", rootfs.Path);
            json.WriteFlag("overlay", rootfs.IsOverlay);
            json.WriteFlag("in_evidence", rootfs.Directory is not null);
            json.WriteEndObject();
        }
        if (container.LogPlace is { } place)
            json.WriteText("log_place", place);
        if (container.Execs.Count == 0)
            return;
        json.WriteStartArray("execs");
        foreach (ContainerExec exec in container.Execs)
        {
            json.WriteStartObject();
            json.WriteText("id", exec.Id);
            json.WriteTexts("command", exec.Command);
            json.WriteText("state", exec.State);
            json.WriteText("user", exec.User);
            json.WriteText("working_dir", exec.WorkingDirectory);
            json.WriteCount("pid", exec.Pid);
            json.WriteCount("exit_code", exec.ExitCode);
            json.WriteFlag("privileged", exec.IsPrivileged);
            json.WriteFlag("terminal", exec.HasTerminal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
