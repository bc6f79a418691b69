using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// A container's mounts: <c>MountPoints</c> from 1.7 on, before that <c>Volumes</c>
/// (container path → host path) and <c>VolumesRW</c>. In byte order of destinations.
/// </summary>
internal static class ContainerMounts
{
    private const string DefaultRoot = "/var/lib/docker";

    public static IReadOnlyList<ContainerMount> Read(JsonView config, JsonView host)
    {
        string root = HostRoot(config);
        IEnumerable<ContainerMount> mounts = config.Object("MountPoints") is { } points
            ? points.Members().Select(m => FromMountPoint(m.Name, new JsonView(m.Value), root))
            : config.Members("Volumes").Select(m => FromVolumes(m.Name, m.Value, config, host, root));
        return [.. mounts.OrderBy(m => m.Destination, StringComparer.Ordinal)];
    }

    // The data root as the host knew it, from the recorded path of one of the container's own files.
    private static string HostRoot(JsonView config)
    {
        foreach (string field in (ReadOnlySpan<string>)["HostnamePath", "HostsPath", "LogPath", "ResolvConfPath"])
        {
            string? path = config.Text(field);
            int at = path?.IndexOf("/containers/", StringComparison.Ordinal) ?? -1;
            if (at > 0)
                return path![..at];
        }
        return DefaultRoot;
    }

    private static ContainerMount FromMountPoint(string destination, JsonView point, string root)
    {
        string? name = point.NonEmpty("Name");
        string type = point.NonEmpty("Type") ?? (name is null && point.NonEmpty("Driver") is null ? "bind" : "volume");
        string? source = point.NonEmpty("Source");
        // 1.9 leaves Source empty for anonymous volumes: their place follows from the name.
        if (source is null && name is not null && type == "volume")
            source = $"{root}/volumes/{name}/_data";
        return new ContainerMount
        {
            Type = type,
            Source = source,
            Destination = point.NonEmpty("Destination") ?? destination,
            ReadWrite = point.Flag("RW"),
            Name = name
        };
    }

    private static ContainerMount FromVolumes(string destination, JsonElement source, JsonView config, JsonView host, string root)
    {
        string? path = JsonView.TextOf(source);
        string? name = VolumeName(path, root);
        bool isBound = host.Texts("Binds")?.Any(b => b.Split(':') is [var from, var to, ..] && to == destination && from == path) == true;
        return new ContainerMount
        {
            Type = name is null || isBound ? "bind" : "volume",
            Source = path,
            Destination = destination,
            ReadWrite = JsonMap.Flag(config.Object("VolumesRW")?.Entry(destination)),
            Name = isBound ? null : name,
        };
    }

    private static string? VolumeName(string? path, string root)
    {
        if (path is null)
            return null;
        string below = root + "/vfs/dir/";
        if (path.StartsWith(below, StringComparison.Ordinal) && ObjectIds.IsGraphId(path[below.Length..]))
            return path[below.Length..];
        below = root + "/volumes/";
        if (!path.StartsWith(below, StringComparison.Ordinal))
            return null;
        string[] parts = path[below.Length..].Split('/');
        return parts is [var name, "_data" or "layer"] ? name : null;
    }
}
