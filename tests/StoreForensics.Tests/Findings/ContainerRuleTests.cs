using StoreForensics.Findings;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Findings;

/// <summary>Configurations of containers that a rule is for, and those that are nearly so.</summary>
[TestFixture]
internal sealed class ContainerRuleTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("e", default) };

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("privileged", c => c with { Privileged = true }, "container-privileged high");
        yield return Case("not privileged", c => c with { Privileged = false }, "");
        yield return Case("host pid", c => c with { PidMode = "host" }, "container-host-namespace high");
        yield return Case("pid of another container", c => c with { PidMode = "container:x" }, "");
        yield return Case("host network", c => c with { NetworkMode = "host" }, "container-host-namespace medium");
        yield return Case("bridge", c => c with { NetworkMode = "bridge" }, "");
        yield return Case("socket", c => c with { Mount = Bind("/var/run/docker.sock", true) }, "container-engine-socket critical");
        yield return Case("socket, read-only", c => c with { Mount = Bind("/run/docker.sock", false) }, "container-engine-socket medium");
        yield return Case("root", c => c with { Mount = Bind("/", true) }, "container-host-path critical");
        yield return Case("etc", c => c with { Mount = Bind("/etc/", true) }, "container-host-path high");
        yield return Case("etc, read-only", c => c with { Mount = Bind("/etc", false) }, "container-host-path low");
        yield return Case("time zone", c => c with { Mount = Bind("/etc/localtime", false) }, "");
        yield return Case("data", c => c with { Mount = Bind("/srv/data", true) }, "");
        yield return Case("SYS_ADMIN", c => c with { Capability = "SYS_ADMIN" }, "container-capability high");
        yield return Case("NET_BIND_SERVICE", c => c with { Capability = "NET_BIND_SERVICE" }, "container-capability low");
        yield return Case("seccomp off", c => c with { SecurityOpt = "seccomp=unconfined" }, "container-unconfined high");
        yield return Case("no label", c => c with { SecurityOpt = "label=disable" }, "container-unconfined high");
        yield return Case("no label, by the engine", c => c with { SecurityOpt = "label=disable", Privileged = true }, "container-privileged high");
        yield return Case("no label for the host's processes", c => c with { SecurityOpt = "label:disable", PidMode = "host" },
            "container-host-namespace high");
        yield return Case("no new privileges", c => c with { SecurityOpt = "no-new-privileges" }, "");
        yield return Case("disk", c => c with { Device = "/dev/sda:/dev/sda:rwm" }, "container-device high");
        yield return Case("sound", c => c with { Device = "/dev/snd:/dev/snd:rwm" }, "container-device low");
        yield return Case("restarted", c => c with { Restarts = 5 }, "container-crashes low");
        yield return Case("fault in memory", c => c with { ExitCode = 139 }, "container-crashes low");
        yield return Case("killed", c => c with { ExitCode = 137 }, "container-crashes info");
        yield return Case("failed", c => c with { ExitCode = 1 }, "");
        yield return Case("own network", c => c with { NetworkMode = "shopnet" }, "container-user-network info");
        yield return Case("network of another", c => c with { NetworkMode = "container:abc" }, "");
        yield return Case("port", c => c with { HostIp = "0.0.0.0" }, "container-port-open info");
        yield return Case("local port", c => c with { HostIp = "127.0.0.1" }, "");
        yield return Case("restarted once", c => c with { Restarts = 1 }, "");
    }

    [TestCaseSource(nameof(Cases))]
    public void Of_a_configuration(Setup setup, string expected)
    {
        var inventory = new Inventory();
        inventory.Containers.Add(new Container
        {
            Id = new string('a', 64),
            Store = s_store,
            Origin = new Origin("e", default),
            Privileged = setup.Privileged,
            PidMode = setup.PidMode,
            NetworkMode = setup.NetworkMode,
            RestartCount = setup.Restarts,
            ExitCode = setup.ExitCode,
            Ports = setup.HostIp is { } host ? [new ContainerPort("80/tcp", host, "8080")] : [],
            CapAdd = setup.Capability is { } capability ? [capability] : [],
            Mounts = setup.Mount is { } mount ? [mount] : [],
            Isolation = new ContainerIsolation
            {
                SecurityOpt = setup.SecurityOpt is { } option ? [option] : [],
                Devices = setup.Device is { } device ? [device]
                : []
            },
        });
        var sink = new FindingSink();
        foreach (IInventoryRule rule in RuleSet.Inventory())
            rule.Look(inventory, sink);
        Assert.That(string.Join(", ", sink.Sorted().Select(f => $"{f.Rule} {f.Severity.Word()}")), Is.EqualTo(expected));
    }

    public sealed record Setup
    {
        public bool? Privileged { get; init; }

        public string? PidMode { get; init; }

        public string? NetworkMode { get; init; }

        public string? Capability { get; init; }

        public string? SecurityOpt { get; init; }

        public string? Device { get; init; }

        public long? Restarts { get; init; }

        public long? ExitCode { get; init; }

        public string? HostIp { get; init; }

        public ContainerMount? Mount { get; init; }
    }

    private static TestCaseData Case(string name, Func<Setup, Setup> with, string expected) =>
        new TestCaseData(with(new Setup()), expected).SetArgDisplayNames(name);

    private static ContainerMount Bind(string source, bool writable) => new() { Type = "bind", Source = source, Destination = "/x", ReadWrite = writable };
}
