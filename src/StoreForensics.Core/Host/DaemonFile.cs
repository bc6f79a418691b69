using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>The engine's configuration, <c>etc/docker/daemon.json</c> (dockerd's <c>--config-file</c>; snap keeps its own).</summary>
internal static class DaemonFile
{
    public static HostDaemonJson? Read(HostFiles files)
    {
        if ((files.File("etc/docker/daemon.json"u8) ?? files.File("var/snap/docker/current/config/daemon.json"u8)) is not int node
            || files.ReadAll(node) is not { } bytes)
            return null;
        // The engine takes an empty file for no configuration.
        JsonView? view = bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty ? null : JsonFile.Object(bytes, files.Origin(node), files.Problems);
        HostSetting[] settings = [.. view?.Members().Select(m => new HostSetting(m.Name, m.Value.GetRawText())) ?? []];
        return new HostDaemonJson(new HostText(bytes, files.Origin(node)), settings, files.Origin(node));
    }
}
