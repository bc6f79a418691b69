using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json.Objects;

/// <summary>What a host says of itself: an object of <c>hosts</c>. Nothing is masked.</summary>
public static class HostJson
{
    public static void Write(Utf8JsonWriter json, HostFacts host)
    {
        json.WriteStartObject();
        json.WriteOrigin("root", host.Root);
        WriteText(json, "hostname", host.Hostname);
        WriteText(json, "time_zone", host.TimeZone);
        WriteText(json, "machine_id", host.MachineId);
        WriteOs(json, host.Os);
        WriteTexts(json, "kernels", host.Kernels);
        WriteList(json, "packages", host.Packages, WritePackage);
        WriteList(json, "unread_package_databases", host.UnreadPackageDatabases, WriteFile);
        WriteDaemon(json, host.DaemonJson);
        WriteList(json, "unit_files", host.UnitFiles, WriteUnit);
        WriteTexts(json, "docker_options", host.DockerOptions);
        WriteTexts(json, "cron_lines", host.CronLines);
        if (host.DockerGroup is { } members)
            WriteList(json, "docker_group", members, WriteMember);
        else
            json.WriteNull("docker_group");
        WriteTexts(json, "log_lines", host.LogLines);
        WriteList(json, "unread_logs", host.UnreadLogs, WriteFile);
        WriteTexts(json, "shell_history", host.ShellHistory);
        json.WriteEndObject();
    }

    private static void WriteOs(Utf8JsonWriter json, HostOs? os)
    {
        if (os is null)
        {
            json.WriteNull("os");
            return;
        }
        json.WriteStartObject("os");
        json.WriteBytes("pretty_name", Bytes(os.PrettyName));
        json.WriteBytes("id", Bytes(os.Id));
        json.WriteBytes("version", Bytes(os.Version));
        json.WriteOrigin("origin", os.Origin);
        json.WriteEndObject();
    }

    private static void WritePackage(Utf8JsonWriter json, HostPackage package)
    {
        json.WriteBytes("name", package.Name.Bytes.Span);
        json.WriteBytes("version", Bytes(package.Version));
        json.WriteBytes("status", Bytes(package.Status));
        json.WriteOrigin("origin", package.Origin);
    }

    private static void WriteFile(Utf8JsonWriter json, HostFile file)
    {
        json.WriteNumber("size", file.SizeBytes);
        json.WriteOrigin("origin", file.Origin);
    }

    private static void WriteDaemon(Utf8JsonWriter json, HostDaemonJson? file)
    {
        if (file is null)
        {
            json.WriteNull("daemon_json");
            return;
        }
        json.WriteStartObject("daemon_json");
        json.WriteBytes("text", file.Text.Bytes.Span);
        WriteList(json, "settings", file.Settings, (to, setting) =>
        {
            to.WriteText("key", setting.Key);
            to.WriteText("json", setting.Json);
        });
        json.WriteOrigin("origin", file.Origin);
        json.WriteEndObject();
    }

    private static void WriteUnit(Utf8JsonWriter json, HostUnit unit)
    {
        json.WriteBytes("link_target", Bytes(unit.LinkTarget));
        WriteTexts(json, "lines", unit.Lines);
        json.WriteOrigin("origin", unit.Origin);
    }

    private static void WriteMember(Utf8JsonWriter json, HostMember member)
    {
        json.WriteBytes("name", member.Name.Bytes.Span);
        json.WriteBoolean("primary", member.IsPrimary);
        json.WriteOrigin("origin", member.Origin);
    }

    private static void WriteText(Utf8JsonWriter json, string name, HostText? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        WriteFacts(json, text);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<HostText> texts) => WriteList(json, name, texts, WriteFacts);

    private static void WriteFacts(Utf8JsonWriter json, HostText text)
    {
        json.WriteBytes("text", text.Bytes.Span);
        json.WriteCount("line", text.Line);
        json.WriteTime("time", text.Time);
        json.WriteOrigin("origin", text.Origin);
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeFacts)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            json.WriteStartObject();
            writeFacts(json, item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> Bytes(HostText? text) => text is null ? default : text.Bytes.Span;
}
