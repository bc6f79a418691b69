using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Stores.Docker.Swarm;

/// <summary>A manager's log and a worker's tasks, written by hand: what they tell, and what damage leaves.</summary>
public sealed class SwarmReaderTests
{
    private const string Log = "swarm/raft/wal-v3-encrypted/0000000000000000-0000000000000000.wal";
    private const string Snapshot = "swarm/raft/snap-v3-encrypted/0000000000000001-0000000000000003.snap";
    private const string KeyFile = "swarm/certificates/swarm-node.key";
    private const int Service = 3, Task = 4, Secret = 7;
    private const long Day = 1_600_000_000;

    [Test]
    public void What_was_made_changed_and_removed_is_told()
    {
        RaftWriter log = new RaftWriter()
            .Act(1, Secret, Object("s1", Day, new MessageWriter().Message(1, Named("token")).Text(2, "value")))
            .Act(1, Service, ServiceOf("v1", "web", "shop:1", 2))
            .Act(2, Service, ServiceOf("v1", "web", "shop:2", 3))
            .Act(3, Secret, new MessageWriter().Text(1, "s1"))
            .Act(1, Task, TaskOf("t1", 512, "c1")).Commit();
        Inventory inventory = Read(log, out string[] codes);
        SwarmObject service = inventory.Swarm.Single(o => o.Kind == "service"), secret = inventory.Swarm.Single(o => o.Kind == "secret");
        SwarmObject task = inventory.Swarm.Single(o => o.Kind == "task");
        Assert.Multiple(() =>
        {
            Assert.That((service.Name, service.Container?.Image, service.Replicas, service.Mode), Is.EqualTo(("web", "shop:2", 3ul, "replicated")));
            Assert.That(service.Changes.Select(c => c.Text), Is.EqualTo(new[]
            {
                "Service web was made, image shop:1", "Service web was updated: image shop:1 became shop:2; replicas 2 became 3",
            }));
            Assert.That((secret.Name, secret.Size, secret.IsRemoved, secret.RemovedAfter), Is.EqualTo(("token", 5L, true, new Timestamp(Day + 9, 0))));
            Assert.That((task.Name, task.State, task.ContainerId, task.ServiceId), Is.EqualTo(("web.1", "running", "c1", "v1")));
            Assert.That(inventory.Leftovers.Select(l => (l.Kind, l.Name)), Does.Contain(("removed swarm secret", "token")));
            Assert.That(inventory.EngineEvents.Select(e => e.EventType).Where(t => t.StartsWith("swarm.", StringComparison.Ordinal)), Is.EquivalentTo(new[]
            {
                "swarm.secret.created", "swarm.service.created", "swarm.service.updated", "swarm.task.created", "swarm.task.changed",
            }));
            Assert.That(codes, Is.Empty);
        });
    }

    /// <summary>What a leader wrote and another then wrote otherwise never happened.</summary>
    [Test]
    public void Entries_that_were_overwritten_do_not_count()
    {
        RaftWriter log = new RaftWriter().Act(1, Service, ServiceOf("v1", "never", "a", 1)).Act(1, Service, ServiceOf("v2", "instead", "b", 1), index: 1);
        Assert.That(Read(log, out _).Swarm.Select(o => o.Name), Is.EqualTo(new[] { "instead" }));
    }

    /// <summary>A cut may come between writing and agreeing; of several managers another may have led on.</summary>
    [Test]
    public void What_was_not_agreed_on_is_said_to_be_so()
    {
        RaftWriter log = new RaftWriter().Act(1, Service, ServiceOf("v1", "web", "a", 1)).Commit().Act(1, Service, ServiceOf("v2", "late", "b", 1));
        Assert.That(Read(log, out _).Swarm.Select(o => o.Changes.Single().Text), Is.EqualTo(new[]
        {
            "Service web was made, image a", "Service late was made, image b (not known to be agreed on by the managers)",
        }));
    }

    /// <summary>The log before a snapshot tells what the snapshot no longer has, the log after it goes on.</summary>
    [Test]
    public void A_snapshot_stands_between_what_came_before_and_after()
    {
        MessageWriter state = new MessageWriter().Message(2, ServiceOf("v2", "kept", "b", 1)).Message(2, ServiceOf("v0", "older", "z", 1));
        RaftWriter log = new RaftWriter().Act(1, Service, ServiceOf("v1", "gone", "a", 1)).Act(1, Service, ServiceOf("v2", "kept", "b", 1))
            .Entry([]).Act(1, Service, ServiceOf("v3", "later", "c", 1));
        MadeStore store = Store(log).File(Snapshot, RaftWriter.Snapshot(3, state));
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        Assert.That(inventory.Swarm.Select(o => (o.Name, o.IsRemoved)), Is.EquivalentTo(new[]
        {
            ("gone", true), ("kept", false), ("older", false), ("later", false),
        }));
    }

    [Test]
    public void A_locked_log_is_said_to_be_locked()
    {
        byte[] locked = new MessageWriter().Number(1, 1).Bytes(2, new byte[48]).Bytes(3, new byte[24]).ToArray();
        MadeStore store = Store(new RaftWriter().Raw(locked)).File(KeyFile, $"kek-version: 1\nraft-dek: {Convert.ToBase64String(locked)}\n");
        WholeReading.Of(store, new Inventory(), store.Problems);
        Assert.That(store.Problems.Sorted().Select(p => (p.Code, p.Message.Contains("autolock", StringComparison.Ordinal))), Is.EqualTo(new[]
        {
            ("SF-SWARM-0003", true),
        }));
    }

    [Test]
    public void A_torn_log_tells_what_lies_before()
    {
        byte[] whole = new RaftWriter().Act(1, Service, ServiceOf("v1", "first", "a", 1)).Act(1, Service, ServiceOf("v2", "second", "b", 1)).ToArray();
        int second = whole.AsSpan().IndexOf("second"u8);
        whole[second] ^= 1;
        MadeStore store = LayeredSample.Make().File(Log, whole);
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        Assert.That(inventory.Swarm.Select(o => o.Name), Is.EqualTo(new[] { "first" }));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-SWARM-0002" }));
    }

    [Test]
    public void Cut_and_altered_logs_end_with_what_they_have()
    {
        byte[] whole = new RaftWriter().Act(1, Service, ServiceOf("v1", "first", "a", 1)).Act(1, Task, TaskOf("t1", 640, "c1")).ToArray();
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            byte[] log = [.. whole[..(round < 100 ? random.Next(whole.Length) : whole.Length)]];
            for (int i = 0; round >= 100 && i < 3; i++)
                log[random.Next(log.Length)] = (byte)random.Next(256);
            MadeStore store = LayeredSample.Make().File(Log, log);
            WholeReading.Of(store, new Inventory(), store.Problems);
            Assert.That(store.Problems.Faults, Is.Empty, $"round {round}");
        }
    }

    /// <summary>Of this node, not of another.</summary>
    [TestCase("n1", "28.5.2", "the swarm's record of this node")]
    [TestCase("n2", null, null)]
    public void The_engine_is_as_new_as_its_node_says(string own, string? version, string? sign)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={own}, OU=swarm-manager, O=c1", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(60));
        MessageWriter node = Object("n1", Day, new MessageWriter())
            .Message(4, new MessageWriter().Text(1, "host").Message(4, new MessageWriter().Text(1, "28.5.2")));
        MadeStore store = Store(new RaftWriter().Act(1, 2, node)).File("swarm/certificates/swarm-node.crt", certificate.ExportCertificatePem());
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        Assert.That(inventory.Stores.Select(s => (s.EngineVersion, s.EngineVersionSign)), Is.EqualTo(new[] { (version, sign) }));
        Assert.That(inventory.Swarm.Single().Node, Is.EqualTo(new SwarmNodeFacts("host", null, "28.5.2", "worker", "active")));
    }

    /// <summary>A worker has no log: its tasks are those that it was given.</summary>
    [Test]
    public void A_worker_tells_of_its_tasks()
    {
        byte[] tasks = new BoltTreeWriter().Set(TaskOf("t9", 192, null).ToArray(), "v1", "tasks", "t9", "data")
            .Set(new MessageWriter().Time(1, Day).Number(2, 704).Text(4, "exit 1").ToArray(), "v1", "tasks", "t9", "status").Build();
        MadeStore store = LayeredSample.Make().File("swarm/worker/tasks.db", tasks);
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        Assert.That(inventory.Swarm.Select(o => (o.Kind, o.Name, o.State, o.Error, o.StateTime)), Is.EqualTo(new[]
        {
            ("task", "web.1", "failed", "exit 1", (Timestamp?)new Timestamp(Day, 0)),
        }));
    }

    private static Inventory Read(RaftWriter log, out string[] codes)
    {
        MadeStore store = Store(log);
        var inventory = new Inventory();
        WholeReading.Of(store, inventory, store.Problems);
        codes = [.. store.Codes];
        return inventory;
    }

    private static MadeStore Store(RaftWriter log) => LayeredSample.Make().File(Log, log.ToArray());

    private static MessageWriter Named(string name) => new MessageWriter().Text(1, name);

    private static MessageWriter Object(string id, long made, MessageWriter spec) =>
        new MessageWriter().Text(1, id).Message(2, new MessageWriter().Time(2, made).Time(3, made + 9)).Message(3, spec);

    private static MessageWriter ServiceOf(string id, string name, string image, ulong replicas) =>
        Object(id, Day, new MessageWriter().Message(1, Named(name)).Message(2, new MessageWriter().Message(1, new MessageWriter().Text(1, image)))
            .Message(3, new MessageWriter().Number(1, replicas)));

    private static MessageWriter TaskOf(string id, ulong state, string? container)
    {
        MessageWriter status = new MessageWriter().Time(1, Day + 5).Number(2, state);
        if (container is not null)
            status.Message(5, new MessageWriter().Text(1, container));
        return Object(id, Day, new MessageWriter().Message(1, new MessageWriter().Text(1, "shop:1"))).Text(4, "v1").Number(5, 1)
            .Message(8, Named("web")).Message(9, status).Number(10, 512);
    }
}
