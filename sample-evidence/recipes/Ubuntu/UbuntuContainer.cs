using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Ubuntu;

/// <summary>The container that ran the build step; this version keeps it.</summary>
internal static class UbuntuContainer
{
    public const string Name = "boring_lovelace";

    private const string Id = UbuntuSample.BuildContainer;
    private const string Home = "/var/lib/docker/containers/" + Id;
    private static readonly string Hostname = Id[..12];
    private static readonly string[] DefaultEnv = ["HOME=/", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];
    private static readonly string[] Command = ["/bin/sh", "-c", "touch test.txt"];

    private static readonly Stamp Prepared = UbuntuSample.ContainerCreated.AddMicroseconds(101_300);
    private static readonly Stamp Started = Stamp.Parse("2013-12-17T14:48:17.150938512Z");
    private static readonly Stamp Finished = Stamp.Parse("2013-12-17T14:48:17.498220364Z");

    private const string Hosts =
        """
        172.17.0.2	2c43fda23b3e

        127.0.0.1	localhost
        ::1		localhost ip6-localhost ip6-loopback
        fe00::0		ip6-localnet
        ff00::0		ip6-mcastprefix
        ff02::1		ip6-allnodes
        ff02::2		ip6-allrouters

        """;

    // The directives of the engine's template that name this container; its comments and fixed lists are left out.
    private const string LxcConfig =
        $"""
        lxc.network.type = veth
        lxc.network.link = docker0
        lxc.network.name = eth0
        lxc.network.mtu = 1500
        lxc.rootfs = /var/lib/docker/aufs/mnt/{Id}
        lxc.mount.entry = {Home}/hostname /var/lib/docker/aufs/mnt/{Id}/etc/hostname none bind,ro 0 0
        lxc.mount.entry = {Home}/hosts /var/lib/docker/aufs/mnt/{Id}/etc/hosts none bind,ro 0 0
        lxc.mount.entry = /usr/bin/docker /var/lib/docker/aufs/mnt/{Id}/.dockerinit none bind,ro 0 0
        lxc.mount.entry = {Home}/config.env /var/lib/docker/aufs/mnt/{Id}/.dockerenv none bind,ro 0 0
        lxc.mount.entry = /etc/resolv.conf /var/lib/docker/aufs/mnt/{Id}/etc/resolv.conf none bind,ro 0 0

        """;

    public static void Add(DataRoot root)
    {
        const string Folder = "containers/" + Id + "/";
        root.Directory("containers/" + Id, Modes.Private, Prepared);
        root.File(Folder + Id + "-json.log", Modes.Secret, Prepared, "");
        root.File(Folder + "config.env", Modes.Secret, Prepared, EffectiveEnv());
        root.File(Folder + "config.json", Modes.Plain, Finished.AddMicroseconds(700), State().Text);
        root.File(Folder + "config.lxc", Modes.Plain, Prepared, LxcConfig);
        root.File(Folder + "hostconfig.json", Modes.Plain, Finished.AddMicroseconds(900), HostConfig().Text);
        root.File(Folder + "hostname", Modes.Plain, Prepared, Hostname + "\n");
        root.File(Folder + "hosts", Modes.Plain, Prepared, Hosts);
    }

    /// <summary>The engine's <c>Config</c>, the same type in images and containers.</summary>
    public static GoJson Config(string[]? command) => GoJson.Struct(
        ("Hostname", Hostname), ("Domainname", ""), ("User", ""), ("Memory", 0), ("MemorySwap", 0), ("CpuShares", 0),
        ("AttachStdin", false), ("AttachStdout", false), ("AttachStderr", false), ("PortSpecs", null),
        ("ExposedPorts", GoJson.EmptyObject), ("Tty", false), ("OpenStdin", false), ("StdinOnce", false),
        ("Env", DefaultEnv), ("Cmd", command), ("Dns", null), ("Image", UbuntuSample.Precise),
        ("Volumes", GoJson.EmptyObject), ("VolumesFrom", ""), ("WorkingDir", ""), ("Entrypoint", null), ("NetworkDisabled", false));

    // HOME and PATH come twice: once from the engine, once from Config.
    private static string EffectiveEnv()
    {
        string[] all = [.. DefaultEnv, "HOSTNAME=" + Hostname, .. DefaultEnv];
        return "[" + string.Join(',', all.Select(item => $"\"{item}\"")) + "]";
    }

    private static GoJson State() => GoJson.Struct(
        ("ID", Id), ("Created", UbuntuSample.ContainerCreated.ToString()), ("Path", Command[0]), ("Args", Command[1..]),
        ("Config", Config(Command)),
        ("State", GoJson.Struct(
            ("Running", false), ("Pid", 0), ("ExitCode", 0),
            ("StartedAt", Started.ToString()), ("FinishedAt", Finished.ToString()), ("Ghost", false))),
        ("Image", UbuntuSample.Precise),
        ("NetworkSettings", GoJson.Struct(
            ("IPAddress", ""), ("IPPrefixLen", 0), ("Gateway", ""), ("Bridge", ""), ("PortMapping", null), ("Ports", null))),
        ("SysInitPath", "/usr/bin/docker"), ("ResolvConfPath", "/etc/resolv.conf"),
        ("HostnamePath", Home + "/hostname"), ("HostsPath", Home + "/hosts"), ("Name", "/" + Name), ("Driver", "aufs"),
        ("Volumes", GoJson.EmptyObject), ("VolumesRW", GoJson.EmptyObject));

    private static GoJson HostConfig() => GoJson.Struct(
        ("Binds", null), ("ContainerIDFile", ""), ("LxcConf", null), ("Privileged", false),
        ("PortBindings", null), ("Links", null), ("PublishAllPorts", false));
}
