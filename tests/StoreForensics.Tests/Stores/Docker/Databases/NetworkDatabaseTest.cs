using System.Text;
using System.Text.Json;
using StoreForensics.Formats.Bolt;
using StoreForensics.Primitives;
using StoreForensics.Stores.Docker.Databases;
using StoreForensics.Tests.Formats.Bolt;
using static StoreForensics.Tests.Formats.Bolt.BoltBuilder;

namespace StoreForensics.Tests.Stores.Docker.Databases;

public sealed class NetworkDatabaseTest
{
    private const string Prefix = "docker/network/v1.0/";

    [Test]
    public void ReadsEveryTypeOfRecord()
    {
        NetworkDatabase db = Read(Database(
            Entry("bridge-endpoint/e1/", 9, """{"Addr":"172.17.0.2/16","MacAddress":"02:42:ac:11:00:02","SrcName":"veth1","nid":"n1","PortMapping":[{"Proto":6,"IP":"172.17.0.2","Port":80,"HostIP":"0.0.0.0","HostPort":8080,"HostPortEnd":8080}]}"""),
            Entry("bridge/n1/", 1, """{"AddressIPv4":"172.17.0.1/16","BridgeName":"docker0","DefaultBindingIP":"\u003cnil\u003e","DefaultBridge":true,"EnableICC":false,"EnableIPMasquerade":true,"Internal":false,"Mtu":1500}"""),
            Entry("endpoint/n1/e1/", 10, """{"name":"web","id":"e1","ep_iface":{"addr":"172.17.0.2/16","addrv6":"fd00::2/64","mac":"02:42:ac:11:00:02","srcName":"veth1"},"sandbox":"s1","exposed_ports":[{"Proto":6,"Port":80},{"Proto":17,"Port":53},{"Proto":99,"Port":1}],"myAliases":["web-alias"],"dnsNames":["web","web-alias"],"generic":{"com.docker.network.portmap":[{"Proto":6,"Port":80,"HostIP":"","HostPort":8080}]}}"""),
            Value(Prefix + "endpoint_count/", new byte[8]),
            Entry("endpoint_count/n1/", 11, """{"Count":1}"""),
            Entry("network/n1/", 7, """{"name":"shopnet","id":"n1","networkType":"bridge","scope":"local","created":"2018-05-16T12:49:57.639512677+02:00","labels":{"a":"b"},"internal":true,"inDelete":false,"generic":{"com.docker.network.generic":{"com.docker.network.bridge.name":"docker0"}},"ipamV4Config":"[{\"PreferredPool\":\"172.17.0.0/16\",\"SubPool\":\"172.17.5.0/24\",\"Gateway\":\"\"}]","ipamV4Info":"[{\"IPAMData\":\"{\\\"Gateway\\\":\\\"172.17.0.1/16\\\",\\\"Pool\\\":\\\"172.17.0.0/16\\\"}\",\"PoolID\":\"x\"}]"}"""),
            Entry("sandbox/s1/", 12, """{"ID":"s1","Cid":"c1","Eps":[{"Eid":"e1","Nid":"n1"}]}""")), out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        NetworkRecord network = db.Of<NetworkRecord>(BoltRecordStanding.Live).Single();
        Assert.That((network.Id, network.Name, network.Driver, network.Scope, network.Internal, network.Index),
            Is.EqualTo(("n1", "shopnet", "bridge", "local", (bool?)true, 7UL)));
        Assert.That(network.Created!.Value.Time.ToString(), Is.EqualTo("2018-05-16T10:49:57.639512677Z"));
        Assert.That(network.Created.Value.Text, Is.EqualTo("2018-05-16T12:49:57.639512677+02:00"));
        Assert.That(network.Pools, Is.EqualTo(new[] { new NetworkPool(false, "172.17.0.0/16", "172.17.0.1/16", "172.17.0.0/16", "172.17.5.0/24", null) }));
        Assert.That(network.DriverOptions, Is.EqualTo(new Dictionary<string, string> { ["com.docker.network.bridge.name"] = "docker0" }));

        NetworkEndpointRecord endpoint = db.Of<NetworkEndpointRecord>(BoltRecordStanding.Live).Single();
        Assert.That((endpoint.NetworkId, endpoint.Id, endpoint.Name, endpoint.Address, endpoint.AddressIPv6, endpoint.MacAddress, endpoint.SandboxId),
            Is.EqualTo(("n1", "e1", "web", "172.17.0.2/16", "fd00::2/64", "02:42:ac:11:00:02", "s1")));
        Assert.That(endpoint.ExposedPorts, Is.EqualTo(new[] { "80/tcp", "53/udp", "1/99" }));
        Assert.That(endpoint.Ports, Is.EqualTo(new[] { new NetworkPortMapping("80/tcp", null, 8080) }));
        Assert.That(endpoint.DnsNames, Is.EqualTo(new[] { "web", "web-alias" }));
        Assert.That(db.ContainerOf(endpoint), Is.EqualTo("c1"));

        NetworkBridgeRecord bridge = db.Of<NetworkBridgeRecord>(BoltRecordStanding.Live).Single();
        Assert.That((bridge.NetworkId, bridge.BridgeName, bridge.AddressIPv4, bridge.Mtu, bridge.DefaultBindingIp, bridge.EnableInterContainer),
            Is.EqualTo(("n1", "docker0", "172.17.0.1/16", (long?)1500, (string?)null, (bool?)false)));
        Assert.That(db.Of<NetworkBridgeEndpointRecord>(BoltRecordStanding.Live).Single().Ports,
            Is.EqualTo(new[] { new NetworkPortMapping("80/tcp", "0.0.0.0", 8080) }));
        Assert.That(db.Of<NetworkStoreOther>(BoltRecordStanding.Live).Select(o => o.Type), Is.EqualTo(new[] { "endpoint_count" }));
    }

    /// <summary>Networks and endpoints are decoded into maps, sandboxes and port mappings into structs; text that is no Unicode is U+FFFD in both.</summary>
    [Test]
    public void RecordsAreReadAsGoReadsThem()
    {
        NetworkDatabase db = Read(Database(
            Entry("bridge-endpoint/e1/", 9, """{"MACADDRESS":"02:42:ac:11:00:02","PortMapping":[{"proto":6,"PORT":80,"hostip":"1.2.3.4","HostPort":1,"hostport":8080}]}"""),
            Entry("network/n1/", 7, """{"\ud800":"\udfff","name":"first","name":"net\ud800","NAME":"other","labels":{"a\udc00":"b","A":"c"}}"""),
            Entry("sandbox/s1/", 12, """{"CID":"c0","cid":"c1","eps":[{"eid":"e1","NID":"n1"}]}""")), out IReadOnlyList<Problem> problems);

        Assert.That(problems, Is.Empty);
        NetworkRecord network = db.Of<NetworkRecord>(BoltRecordStanding.Live).Single();
        Assert.That(network.Name, Is.EqualTo("net\uFFFD"));
        Assert.That(network.Labels, Is.EqualTo(new Dictionary<string, string> { ["a\uFFFD"] = "b", ["A"] = "c" }));
        NetworkSandboxRecord sandbox = db.Of<NetworkSandboxRecord>(BoltRecordStanding.Live).Single();
        Assert.That((sandbox.ContainerId, sandbox.Endpoints.Single()), Is.EqualTo(("c1", new NetworkSandboxEndpoint("n1", "e1"))));
        NetworkBridgeEndpointRecord endpoint = db.Of<NetworkBridgeEndpointRecord>(BoltRecordStanding.Live).Single();
        Assert.That((endpoint.MacAddress, endpoint.Ports.Single()), Is.EqualTo(((string?)null, new NetworkPortMapping("80/tcp", "1.2.3.4", 8080))));
    }

    [Test]
    public void OfARemovedRecordTheVersionWithTheHighestIndexIsTheBest()
    {
        var b = new BoltBuilder();
        byte[] file = Database(Entry("network/n1/", 1, "{}")).Leaf(9, Entry("endpoint/n1/e1/", 5, """{"name":"early"}"""))
            .Leaf(10, Entry("endpoint/n1/e1/", 6, """{"name":"late"}"""), Entry("network/n1/", 0, """{"name":"older"}""")).Build();

        NetworkDatabase db = Read(file, out _);

        Assert.That(db.Of<NetworkEndpointRecord>(BoltRecordStanding.Removed).Select(e => e.Name), Is.EqualTo(new[] { "late" }));
        Assert.That(db.Of<NetworkEndpointRecord>(BoltRecordStanding.Earlier).Select(e => e.Name), Is.EqualTo(new[] { "early" }));
        Assert.That(db.Of<NetworkRecord>(BoltRecordStanding.Removed), Is.Empty);
        Assert.That(db.Of<NetworkRecord>(BoltRecordStanding.Earlier).Select(n => n.Name), Is.EqualTo(new[] { "older" }));
    }

    [Test]
    public void WhatCannotBeUnderstoodStaysThere()
    {
        NetworkDatabase db = Read(Database(Entry("network/n1/", 3, "{\"name\":"), Entry("network/n2/extra/", 3, "{}"),
            Value("elsewhere", "\0\0\0\0\0\0\0\0[]"), Value("short", "abc")), out IReadOnlyList<Problem> problems);

        Assert.That(db.Of<NetworkStoreOther>(BoltRecordStanding.Live).Select(o => o.Key),
            Is.EqualTo(new[] { Prefix + "network/n1/", Prefix + "network/n2/extra/", "elsewhere" }));
        Assert.That(BoltAsserts.Codes(problems), Is.EqualTo(new[] { "SF-NETDB-0001" }));
    }

    [TestCase("shop/shop.tar.gz")]
    [TestCase("attic/attic.tar.xz")]
    [TestCase("nest/nest.tar.xz")]
    [TestCase("elder/elder.tar.xz")]
    public void RealDatabasesAgreeWithTheEngine(string archive)
    {
        NetworkDatabase db = Real("evidence/" + archive, "var/lib/docker/");
        string[] columns = [.. File.ReadLines(SharedEvidence.PathOf($"evidence/{archive.Split('/')[0]}/truth/networks.txt")).Skip(1)];
        // 1.9 does not store "none" and "host".
        bool isOld = archive.StartsWith("elder", StringComparison.Ordinal);
        IEnumerable<string> expected = columns.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(c => !isOld
            || c[2] is not ("host" or "null")).Select(c => $"{c[0]} {c[1]} {c[2]}");

        Assert.That(db.Of<NetworkRecord>(BoltRecordStanding.Live).Select(n => $"{n.Id} {n.Name} {n.Driver}"), Is.EquivalentTo(expected));
        Assert.That(db.Of<NetworkRecord>(BoltRecordStanding.Removed), Is.Empty);
    }

    [Test]
    public void RealNetworkAgreesWithInspect([Values("shop")] string name)
    {
        NetworkDatabase db = Real($"evidence/{name}/{name}.tar.gz", "var/lib/docker/");
        foreach ((string path, byte[] json) in SharedEvidence.Files($"evidence/{name}/truth/inspect.tar.xz").Where(f =>
            f.Key.StartsWith("inspect/network-", StringComparison.Ordinal)))
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement truth = document.RootElement[0];
            NetworkRecord network = db.Of<NetworkRecord>(BoltRecordStanding.Live).Single(n => n.Id == truth.GetProperty("Id").GetString());
            Assert.That(network.Created!.Value.Text, Is.EqualTo(truth.GetProperty("Created").GetString()), path);
            Assert.That(network.Internal, Is.EqualTo(truth.GetProperty("Internal").GetBoolean()), path);
            JsonElement config = truth.GetProperty("IPAM").GetProperty("Config");
            IEnumerable<string?> subnets = config.ValueKind == JsonValueKind.Array ? config.EnumerateArray().Select(c => c.GetProperty("Subnet").GetString())
                : [];
            Assert.That(network.Pools.Select(p => p.Pool), Is.EqualTo(subnets), path);
        }
    }

    /// <summary>The last transaction before each stop removed a sandbox: found through the other meta page, its container by id.</summary>
    [TestCase("evidence/shop/shop.tar.gz", "18da9eec266e27e3ffce27f4120018e2b98a98257991b98b86a3952394917731")]
    [TestCase("evidence/attic/attic.tar.xz", "68d7acb183a2806924cbb659755d86a64b85296f893adf29132699745dd028ed")]
    [TestCase("evidence/nest/nest.tar.xz", "61b3e138b12a25fbe1ccc767a7d28cdbfbcc11c574da68e420be1b80a3671694")]
    [TestCase("evidence/elder/elder.tar.xz", "8d10414f9658f62489a3343313738d7b4b44f2bccf86541f01b3811c1df28639")]
    public void RealDatabasesStillTellTheSandboxRemovedLast(string archive, string containerId)
    {
        NetworkSandboxRecord sandbox = Real(archive, "var/lib/docker/").Of<NetworkSandboxRecord>(BoltRecordStanding.Removed).Single();

        Assert.That((sandbox.ContainerId, sandbox.Source), Is.EqualTo((containerId, BoltRecordSource.Previous)));
    }

    [TestCase("aufs.v2.tgz", "dreamy_snyder 172.17.0.2/16 7b02fb3e8a665a63e32b909af5babb7d6ba0b64e10003b2d9534c7d5f2af8966")]
    [TestCase("overlay2.v2.tgz", "festive_perlman 172.17.0.2/16 8e8b7f23eb7cbd4dfe7e91646ddd0e0f524218e25d50113559f078dfb2690206")]
    public void OldDatabasesTellAddressesOfRunningContainers(string archive, string expected)
    {
        NetworkDatabase db = Real("evidence-public/docker-explorer/" + archive, "docker/");
        NetworkEndpointRecord endpoint = db.Of<NetworkEndpointRecord>(BoltRecordStanding.Live).Single();

        Assert.That($"{endpoint.Name} {endpoint.Address} {db.ContainerOf(endpoint)}", Is.EqualTo(expected));
        Assert.That(db.Records.Where(r => r.Standing == BoltRecordStanding.Removed), Is.Empty);
        Assert.That(db.Of<NetworkSandboxRecord>(BoltRecordStanding.Earlier).Count(), Is.EqualTo(1));
    }

    private static NetworkDatabase Real(string archive, string root)
    {
        NetworkDatabase db = Read(SharedEvidence.Files(archive)[root + "network/files/local-kv.db"], out IReadOnlyList<Problem> problems);
        Assert.That(problems, Is.Empty);
        return db;
    }

    private static NetworkDatabase Read(BoltBuilder builder, out IReadOnlyList<Problem> problems) => Read(builder.Build(), out problems);

    private static NetworkDatabase Read(byte[] file, out IReadOnlyList<Problem> problems)
    {
        var log = new ProblemLog();
        NetworkDatabase db = NetworkDatabase.Read(file, log, BoltAsserts.Origin);
        problems = log.Sorted();
        return db;
    }

    private static BoltBuilder Database(params Item[] items)
    {
        var b = new BoltBuilder();
        return b.Leaf(3, b.Bucket("libnetwork", 4)).Leaf(4, items).Meta(0, 3, 2).Meta(1, 3, 1);
    }

    private static Item Entry(string key, ulong index, string json) => Value(Prefix + key, [.. BitConverter.GetBytes(index), .. Encoding.UTF8.GetBytes(json)]);
}
