using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>The processes of a checkpointed container; the key is there for no other.</summary>
internal static class ProcessJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ContainerProcess>? processes)
    {
        if (processes is null)
            return;
        json.WriteStartArray("processes");
        foreach (ContainerProcess process in processes)
        {
            json.WriteStartObject();
            json.WriteCount("pid", process.Pid);
            json.WriteCount("parent_pid", process.ParentPid);
            json.WriteText("name", process.Name);
            json.WriteTexts("command", process.Command);
            json.WriteStartArray("files");
            foreach (ProcessFile file in process.Files)
            {
                json.WriteStartObject();
                json.WriteCount("fd", file.Descriptor);
                json.WriteText("kind", file.Kind);
                json.WriteText("name", file.Name);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
