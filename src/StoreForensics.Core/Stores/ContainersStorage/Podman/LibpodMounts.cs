using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// The mounts that a user asked for, which <c>userVolumes</c> lists by destination: named volumes, then the specification's binds (podman v5.8
/// libpod/container_inspect.go, GetMounts). The engine's own are left out.
/// </summary>
internal static class LibpodMounts
{
    public static IReadOnlyList<ContainerMount> Of(JsonView config, Func<string, string?> volumePath)
    {
        IReadOnlyList<string> wanted = config.Texts("userVolumes") ?? [];
        var volumes = new Dictionary<string, ContainerMount>(StringComparer.Ordinal);
        foreach (JsonView volume in config.Elements("namedVolumes").Select(v => new JsonView(v)))
        {
            if (volume.NonEmpty("dest") is { } destination && volume.NonEmpty("volumeName") is { } name)
                volumes.TryAdd(destination, Mount("volume", volumePath(name), destination, volume, name));
        }
        var binds = new Dictionary<string, ContainerMount>(StringComparer.Ordinal);
        foreach (JsonView mount in (config.Object("spec")?.Elements("mounts") ?? []).Select(m => new JsonView(m)))
        {
            if (mount.NonEmpty("destination") is { } destination && mount.Text("type") != "tmpfs")
                binds.TryAdd(destination, Mount("bind", mount.Text("source"), destination, mount, null));
        }
        return [.. InOrder(wanted, volumes), .. Images(config), .. InOrder(wanted, binds), .. Overlays(config).Where(o => !binds.ContainsKey(o.Destination))];
    }

    // Of images, read-only unless said (libpod/container_config.go, ContainerImageVolume).
    private static IEnumerable<ContainerMount> Images(JsonView config) =>
        config.Elements("ctrImageVolumes").Select(v => new JsonView(v)).Where(v => v.NonEmpty("dest") is not null)
            .Select(v => Mount("image", v.NonEmpty("source"), v.NonEmpty("dest")!, v, null) with { ReadWrite = v.Flag("rw") == true });

    // Directories of the host with an overlay of the container's own upon them (ContainerOverlayVolume); where the overlay was mounted the runtime's own
    // configuration says.
    private static IEnumerable<ContainerMount> Overlays(JsonView config) =>
        config.Elements("overlayVolumes").Select(v => new JsonView(v)).Where(v => v.NonEmpty("dest") is not null)
            .Select(v => Mount("bind", v.NonEmpty("source"), v.NonEmpty("dest")!, v, null));

    private static IEnumerable<ContainerMount> InOrder(IReadOnlyList<string> wanted, Dictionary<string, ContainerMount> mounts) =>
        wanted.Distinct(StringComparer.Ordinal).Select(mounts.GetValueOrDefault).OfType<ContainerMount>();

    private static ContainerMount Mount(string type, string? source, string destination, JsonView json, string? name) => new()
    {
        Type = type,
        Source = source,
        Destination = destination,
        ReadWrite = json.Texts("options")?.Contains("ro") != true,
        Name = name,
    };
}
