using SampleRecipes.Archive;

namespace SampleRecipes.Webshop;

/// <summary>A container as the engine describes it in <c>config.json</c> and <c>hostconfig.json</c>.</summary>
internal sealed record ContainerRecord
{
    private const string Never = "0001-01-01T00:00:00Z";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required Stamp Created { get; init; }
    public required ImageRecord Image { get; init; }
    public required RunConfig Config { get; init; }
    public required Stamp Started { get; init; }

    /// <summary>Null while it runs; the cut came before the engine could write an end.</summary>
    public Stamp? Finished { get; init; }

    /// <summary>When a name directly in the root of its own layer last came or went.</summary>
    public required Stamp LayerModified { get; init; }

    /// <summary>When the log was last written to, if later than the start and not at the end.</summary>
    public Stamp? LastLog { get; init; }

    public int Pid { get; init; }
    public int ExitCode { get; init; }
    public bool Privileged { get; init; }
    public Bind[] Mounts { get; init; } = [];

    /// <summary>Last number of the container's address in the bridge's network.</summary>
    public int Address { get; init; }

    public string? PublishedPort { get; init; }

    /// <summary>Made by <c>docker build</c> itself, which passes fewer options than the client does.</summary>
    public bool IsBuildStep { get; init; }

    /// <summary>Lines for <c>hosts</c> that name linked containers.</summary>
    public string LinkedHosts { get; init; } = "";

    public string Home => Host.RootPath + "containers/" + Id;

    public Stamp LastChange => Finished ?? Started;

    public GoJson ToJson() => GoJson.Struct(
        ("State", State()), ("ID", Id), ("Created", Created.ToString()), ("Path", Config.Command![0]), ("Args", Config.Command[1..]),
        ("Config", Config.ToJson()), ("Image", Image.Id), ("NetworkSettings", Network()),
        ("ResolvConfPath", Home + "/resolv.conf"), ("HostnamePath", Home + "/hostname"), ("HostsPath", Home + "/hosts"),
        ("LogPath", $"{Home}/{Id}-json.log"), ("Name", "/" + Name), ("Driver", "aufs"), ("ExecDriver", "native-0.2"),
        ("MountLabel", ""), ("ProcessLabel", ""), ("AppArmorProfile", ""), ("RestartCount", 0), ("UpdateDns", false),
        ("Volumes", GoJson.Map([.. Mounts.Select(mount => (mount.ContainerPath, (object?)mount.HostPath))])),
        ("VolumesRW", GoJson.Map([.. Mounts.Select(mount => (mount.ContainerPath, (object?)true))])),
        ("AppliedVolumesFrom", GoJson.EmptyObject));

    public GoJson HostConfigJson() => GoJson.Struct(
        ("Binds", Binds()), ("ContainerIDFile", ""), ("LxcConf", ClientList()), ("Memory", 0), ("MemorySwap", 0), ("CpuShares", 0),
        ("CpusetCpus", ""), ("Privileged", Privileged), ("PortBindings", PortBindings("")), ("Links", null),
        ("PublishAllPorts", false), ("Dns", null), ("DnsSearch", null), ("ExtraHosts", null), ("VolumesFrom", null),
        ("Devices", ClientList()), ("NetworkMode", IsBuildStep ? "" : "bridge"), ("IpcMode", ""), ("PidMode", ""),
        ("CapAdd", null), ("CapDrop", null),
        ("RestartPolicy", GoJson.Struct(("Name", IsBuildStep ? "" : "no"), ("MaximumRetryCount", 0))),
        ("SecurityOpt", null), ("ReadonlyRootfs", false), ("Ulimits", null),
        ("LogConfig", GoJson.Struct(("Type", "json-file"), ("Config", null))), ("CgroupParent", ""));

    private GoJson State() => GoJson.Struct(
        ("Running", Finished is null), ("Paused", false), ("Restarting", false), ("OOMKilled", false), ("Dead", false), ("Pid", Pid),
        ("ExitCode", ExitCode), ("Error", ""), ("StartedAt", Started.ToString()), ("FinishedAt", Finished?.ToString() ?? Never));

    // All of it goes back to zero when the container stops.
    private GoJson Network()
    {
        bool up = Finished is null;
        return GoJson.Struct(
            ("IPAddress", up ? $"172.17.0.{Address}" : ""), ("IPPrefixLen", up ? 16 : 0),
            ("MacAddress", up ? $"02:42:ac:11:00:{Address:x2}" : ""),
            ("LinkLocalIPv6Address", up ? $"fe80::42:acff:fe11:{Address:x}" : ""), ("LinkLocalIPv6PrefixLen", up ? 64 : 0),
            ("GlobalIPv6Address", ""), ("GlobalIPv6PrefixLen", 0), ("Gateway", up ? "172.17.42.1" : ""), ("IPv6Gateway", ""),
            ("Bridge", up ? "docker0" : ""), ("PortMapping", null), ("Ports", up ? Ports() : null));
    }

    private GoJson Ports() => PublishedPort is not null
        ? PortBindings("0.0.0.0")!
        : GoJson.Map([.. (Config.ExposedPorts ?? []).Select(port => (port, (object?)null))]);

    private string[]? Binds()
    {
        string[] binds = [.. Mounts.Where(mount => !mount.IsVolume).Select(mount => mount.Option)];
        return binds.Length == 0 ? null : binds;
    }

    private GoJson? ClientList() => IsBuildStep ? null : GoJson.EmptyArray;

    private GoJson? PortBindings(string address)
    {
        if (IsBuildStep)
            return null;
        return PublishedPort is null
            ? GoJson.EmptyObject
            : GoJson.Map((PublishedPort + "/tcp", new[] { GoJson.Struct(("HostIp", address), ("HostPort", PublishedPort)) }));
    }
}
