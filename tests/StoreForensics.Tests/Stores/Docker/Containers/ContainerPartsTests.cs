using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Stores.Docker.Containers;
using StoreForensics.Stores.Images;

namespace StoreForensics.Tests.Stores.Docker.Containers;

/// <summary>What is read out of a container's configuration, part by part.</summary>
internal sealed class ContainerPartsTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [TestCase("""{"Running":true,"Paused":true}""", "paused")]
    [TestCase("""{"Running":true,"Restarting":true}""", "restarting")]
    [TestCase("""{"Running":true}""", "running")]
    [TestCase("""{"RemovalInProgress":true,"Dead":true}""", "removing")]
    [TestCase("""{"Dead":true}""", "dead")]
    [TestCase("""{"Running":false,"StartedAt":"0001-01-01T00:00:00Z"}""", "created")]
    [TestCase("""{"Running":false,"StartedAt":"2020-01-01T00:00:00Z"}""", "exited")]
    [TestCase("""{}""", "created")]
    public void The_state_is_Dockers_word(string json, string word) => Assert.That(new ContainerState(View(json)).Word, Is.EqualTo(word));

    [Test]
    public void A_state_that_is_not_there_is_none()
    {
        ContainerState state = new(default);
        Assert.That((state.Word, state.Started, state.ExitCode, state.OomKilled, state.Error, state.Health.Count),
            Is.EqualTo(((string?)null, (RecordedTime?)null, (long?)null, (bool?)null, (string?)null, 0)));
    }

    [Test]
    public void Results_of_health_checks_are_as_recorded()
    {
        ContainerState state = new(View("""{"Health":{"Log":[{"Start":"2020-01-01T00:00:00Z","End":"x","ExitCode":1,"Output":"no"},{}]}}"""));
        Assert.That(state.Health.Select(h => (h.Start?.Time.ToString(), h.End, h.ExitCode, h.Output)),
            Is.EqualTo(new (string?, RecordedTime?, long?, string?)[] { ("2020-01-01T00:00:00.000000000Z", null, 1, "no"), (null, null, null, null) }));
    }

    /// <param name="network">What the running container had.</param>
    /// <param name="host">What was asked for.</param>
    /// <param name="ports">Container's port, host's address, host's port.</param>
    [TestCase("""{"Ports":{"80/tcp":[{"HostIp":"1.2.3.4","HostPort":"8080"},{"HostIp":"","HostPort":"81"}]}}""", """{"PortBindings":{"1/tcp":[{"HostPort":"2"}]}}""",
        "80/tcp 1.2.3.4 8080,80/tcp 0.0.0.0 81")]
    [TestCase("""{"Ports":{}}""", """{"PortBindings":{"1/tcp":[{"HostPort":"2"}]}}""", "1/tcp 0.0.0.0 2")]
    [TestCase("""{"Ports":{"53/udp":null,"1/tcp":[]}}""", "{}", "1/tcp  ,53/udp  ")]
    [TestCase("""{"Ports":{"80/tcp":[7]}}""", "{}", "80/tcp 0.0.0.0 ")]
    [TestCase("{}", "{}", "")]
    public void Ports(string network, string host, string ports) =>
        Assert.That(string.Join(',', ContainerPorts.Read(View(network), View(host))!.Select(p => $"{p.Port} {p.HostIp} {p.HostPort}")), Is.EqualTo(ports));

    [TestCase("""{"MountPoints":{"/b":{"Source":"/s","RW":true,"Type":"bind"},"/a":{"Name":"v","Driver":"local","Source":"/d/volumes/v/_data","RW":false}}}""",
        "volume v /d/volumes/v/_data /a False,bind  /s /b True")]
    [TestCase("""{"MountPoints":{"/a":{"Name":"v","Driver":"local"}}}""", "volume v /var/lib/docker/volumes/v/_data /a ")]
    [TestCase("""{"HostsPath":"/data/docker/containers/x/hosts","MountPoints":{"/a":{"Name":"v"}}}""", "volume v /data/docker/volumes/v/_data /a ")]
    [TestCase("""{"Volumes":{"/a":"/var/lib/docker/vfs/dir/ID","/b":"/srv"},"VolumesRW":{"/a":true,"/b":false}}""",
        "volume ID /var/lib/docker/vfs/dir/ID /a True,bind  /srv /b False")]
    [TestCase("""{"Volumes":{"/a":"/var/lib/docker/volumes/v/_data"}}""", "volume v /var/lib/docker/volumes/v/_data /a ")]
    [TestCase("""{"Volumes":{"/a":"/var/lib/docker/volumes/v/deeper/_data"}}""", "bind  /var/lib/docker/volumes/v/deeper/_data /a ")]
    public void Mounts(string config, string mounts) =>
        Assert.That(string.Join(',', ContainerMounts.Read(View(config.Replace("ID", Id, StringComparison.Ordinal)), View("{}"))
            .Select(m => $"{m.Type} {m.Name} {m.Source} {m.Destination} {m.ReadWrite}")), Is.EqualTo(mounts.Replace("ID", Id, StringComparison.Ordinal)));

    /// <summary>A bind of a directory that a volume could have is what the user asked for.</summary>
    [Test]
    public void A_mount_that_was_asked_for_by_its_path_is_bound()
    {
        JsonView config = View($$"""{"Volumes":{"/a":"/var/lib/docker/vfs/dir/{{Id}}"} }"""), host = View($$"""{"Binds":["/var/lib/docker/vfs/dir/{{Id}}:/a:ro"]}""");
        Assert.That(ContainerMounts.Read(config, host).Select(m => (m.Type, m.Name)), Is.EqualTo(new[] { ("bind", (string?)null) }));
    }

    [Test]
    public void Networks_come_by_name_and_links_each_once()
    {
        JsonView settings = View("""{"Networks":{"z":{"NetworkID":"n2","Links":["db:store"]},"a":{"IPAddress":"10.0.0.2","MacAddress":"","Aliases":["x"]}}}""");
        Assert.That(ContainerNetworks.Read(settings).Select(n => (n.Name, n.NetworkId, n.IpAddress, n.MacAddress, string.Join(' ', n.Aliases))),
            Is.EqualTo(new (string, string?, string?, string?, string)[] { ("a", null, "10.0.0.2", null, "x"), ("z", "n2", null, null, "") }));
        Assert.That(ContainerNetworks.Links(settings, View("""{"Links":["/db:/web/store","db:store"]}""")), Is.EqualTo(new[] { "/db:/web/store", "db:store" }));
    }

    [Test]
    public void Isolation_that_was_not_recorded_is_unknown()
    {
        ContainerIsolation none = HostIsolation.Read(View("{}"), View("{}"));
        Assert.That((none.NoNewPrivileges, none.ReadonlyRootfs, none.AppArmorProfile, none.MaskedPaths, none.IpcMode, none.Devices!.Count),
            Is.EqualTo(((bool?)null, (bool?)null, (string?)null, (IReadOnlyList<string>?)null, (string?)null, 0)));
        ContainerIsolation some = HostIsolation.Read(View("""{"AppArmorProfile":"docker-default"}"""),
            View("""{"ReadonlyRootfs":false,"MaskedPaths":[],"Devices":[{"PathOnHost":"/dev/sda","PathInContainer":"/dev/x","CgroupPermissions":"rwm"}]}"""));
        Assert.That((some.ReadonlyRootfs, some.AppArmorProfile, some.MaskedPaths!.Count, some.Devices![0]),
            Is.EqualTo(((bool?)false, "docker-default", 0, "/dev/sda:/dev/x:rwm")));
    }

    [Test]
    public void A_configuration_that_is_null_is_none()
    {
        Assert.That(ConfigReader.Read(View("""{"Config":null}"""), "Config"), Is.Null);
        ContainerConfig config = ConfigReader.Read(View("""{"config":{"Cmd":"sh","Env":null,"User":"","Labels":{"b":7,"a":"x"},"ExposedPorts":{"2/tcp":{},"1/tcp":{} } } }"""),
            "Config")!;
        Assert.That((config.Cmd!.Single(), config.Env, config.User, config.Volumes, config.Tty),
            Is.EqualTo(("sh", (IReadOnlyList<string>?)null, (string?)null, (IReadOnlyList<string>?)null, (bool?)null)));
        Assert.That(config.Labels!.Select(l => $"{l.Key}={l.Value}"), Is.EqualTo(new[] { "a=x", "b=7" }));
        Assert.That(config.ExposedPorts, Is.EqualTo(new[] { "2/tcp", "1/tcp" }), "as recorded");
    }

    [TestCase("", 0L)]
    [TestCase(".1", 1L)]
    [TestCase(".12.gz", 12L)]
    [TestCase(".gz", null)]
    [TestCase(".", null)]
    [TestCase(".1.bak", null)]
    [TestCase(".-1", null)]
    [TestCase("~", null)]
    [TestCase(".99999999999999999999", null)]
    public void A_log_was_put_aside(string suffix, long? age) => Assert.That(ContainerLogs.Rotation(Encoding.ASCII.GetBytes(suffix)), Is.EqualTo(age));

    [Test]
    public void Logs_come_oldest_first()
    {
        MadeStore store = new MadeStore().File($"{Id}-json.log", "").File($"{Id}-json.log.2.gz", "").File($"{Id}-json.log.10", "")
            .File($"{Id}-json.log.bak", "").File("local-logs/container.log", "").File("local-logs/container.log.1", "").File($"{Id}-stdout.log",
                "").Folder($"{Id}-json.log.3")
            .File("container-cached.log", "");
        IReadOnlyList<LogFile> logs = ContainerLogs.Find(new EvidenceFiles(store, store.Problems), EvidenceTree.Root, Id);
        Assert.That(logs.Select(l => (store.Tree.PathOf(l.Node).ToString(), l.Format)),
            Is.EqualTo(new[]
            {
                ($"{Id}-json.log.10", LogFormat.JsonFile), ($"{Id}-json.log.2.gz", LogFormat.JsonFile), ("local-logs/container.log.1", LogFormat.Local),
                ("container-cached.log", LogFormat.Local), ("local-logs/container.log", LogFormat.Local), ($"{Id}-json.log", LogFormat.JsonFile),
                ($"{Id}-stdout.log", LogFormat.RawStdout),
            }));
    }

    private static JsonView View(string json) => new(GoJsonParser.TryParse(Encoding.UTF8.GetBytes(json))!.RootElement);
}
