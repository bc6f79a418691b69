using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>A run-time configuration inside another object; what is not recorded is null, what is recorded empty is an empty list.</summary>
internal static class ConfigJson
{
    public static void Write(Utf8JsonWriter json, string name, ContainerConfig? config)
    {
        if (config is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteText("hostname", config.Hostname);
        json.WriteText("user", config.User);
        json.WriteText("working_dir", config.WorkingDir);
        json.WriteText("image", config.Image);
        json.WriteTexts("env", config.Env);
        json.WriteTexts("cmd", config.Cmd);
        json.WriteTexts("entrypoint", config.Entrypoint);
        json.WriteTexts("exposed_ports", config.ExposedPorts);
        json.WriteTexts("volumes", config.Volumes);
        json.WriteMap("labels", config.Labels);
        json.WriteFlag("tty", config.Tty);
        json.WriteEndObject();
    }
}
