using System.Text.Json;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>Security settings from <c>hostconfig.json</c> and what the engine applied, from the configuration (docker-storage-formats §4.6).</summary>
internal static class HostIsolation
{
    /// <param name="config">The container's own configuration.</param>
    /// <param name="known">The host configuration; null when it could not be read.</param>
    public static ContainerIsolation Read(JsonView config, JsonView? known) => Read(config, known ?? default, known is not null);

    private static ContainerIsolation Read(JsonView config, JsonView host, bool isKnown) => new()
    {
        SecurityOpt = host.Texts("SecurityOpt") ?? (isKnown ? [] : null),
        AppArmorProfile = config.Text("AppArmorProfile"),
        SeccompProfile = config.Text("SeccompProfile"),
        NoNewPrivileges = config.Flag("NoNewPrivileges"),
        IpcMode = host.Text("IpcMode"),
        UtsMode = host.Text("UTSMode"),
        UsernsMode = host.Text("UsernsMode"),
        CgroupnsMode = host.Text("CgroupnsMode"),
        ReadonlyRootfs = host.Flag("ReadonlyRootfs"),
        MaskedPaths = host.Texts("MaskedPaths"),
        ReadonlyPaths = host.Texts("ReadonlyPaths"),
        Devices = isKnown ? [.. host.Elements("Devices").Select(Device)] : null,
        Runtime = host.NonEmpty("Runtime"),
    };

    private static string Device(JsonElement element)
    {
        var device = new JsonView(element);
        return $"{device.Text("PathOnHost")}:{device.Text("PathInContainer")}:{device.Text("CgroupPermissions")}";
    }
}
