using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;
using StoreForensics.Tests.Formats.Bolt;

namespace StoreForensics.Tests.Stores.ContainersStorage;

/// <summary>Removed containers of containers/storage: by older indices, by their own files, and by pages of Podman's database.</summary>
internal sealed class RemovedContainersTests
{
    private const string Home = "var/lib/containers/storage/", Index = Home + "overlay-containers/containers.json";
    private static readonly string s_stays = new('a', 64), s_gone = new('b', 64), s_other = new('c', 64), s_layer = new('d', 64);

    [Test]
    public void An_older_index_has_what_was_removed_and_the_next_one_says_when()
    {
        Container found = Recover(Host(200, s_stays), Deleted(100, s_stays, s_gone)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((found.Id, found.Name, found.ImageName, found.Store.Name), Is.EqualTo((s_gone, "n-b", "mill/base:3", "overlay")));
            Assert.That((found.Command, string.Join(' ', found.Env!)), Is.EqualTo(("sh -c drop", "K=v")));
            Assert.That(found.Recovery!.Removed, Is.EqualTo(new Timestamp(200, 0)));
            Assert.That(found.Recovery.RemovedSign, Is.EqualTo("Container removed (mtime of the containers.json that lacks it)"));
            Assert.That(found.Layer!.Files!.Tree.Find(found.Layer.Files.Root, "tmp/drop.sh"u8), Is.GreaterThan(0));
            Assert.That(found.Logs, Has.Count.EqualTo(1));
        });
    }

    /// <summary>More was written between the two than is left: when it went is not known.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void No_time_where_an_index_between_is_lost(bool isAdded)
    {
        MadeStore host = isAdded ? Host(200, s_stays, s_other) : Host(200);
        Container found = Recover(host, Deleted(100, s_stays, s_gone)).Single(c => c.Id == s_gone);
        Assert.That((found.Recovery!.Removed, found.Recovery.RemovedSign), Is.EqualTo(((Timestamp?)null, (string?)null)));
    }

    [Test]
    public void What_the_file_system_says_of_its_files_comes_before_the_index()
    {
        Container found = Recover(Host(200, s_stays), Deleted(100, s_stays, s_gone), removed: new Timestamp(199, 5)).Single();
        Assert.That((found.Recovery!.Removed, found.Recovery.RemovedSign), Is.EqualTo(((Timestamp?)new Timestamp(199, 5), (string?)null)));
    }

    /// <summary>Damaged indices tell nothing of what they lack, and live containers are not removed.</summary>
    [Test]
    public void Nothing_that_is_there_is_removed()
    {
        Assert.That(Recover(Host(200, s_stays, s_gone), Deleted(100, s_stays, s_gone)), Is.Empty);
        Assert.That(Recover(Host(200, s_stays), Deleted(100, s_stays, s_gone), Certainty.Partly).Select(c => c.Recovery!.Removed), Is.All.Null);
    }

    /// <summary>The pages that a transaction replaced stay as they were: also in a copy that is no disk.</summary>
    [Test]
    public void Pages_of_the_database_have_removed_containers()
    {
        MadeStore host = Host(200, s_stays).File(Home + "libpod/bolt_state.db", Database());
        Inventory inventory = host.Read();
        Assert.That(inventory.Containers.Select(c => c.Name), Is.EqualTo(new[] { "n-a" }));
        Assert.That(inventory.Leftovers.Where(l => l.Kind == "container in a free page of Podman's database").Select(l => l.Name), Is.EqualTo(new[] { "swept" }));
        Assert.That(inventory.EngineEvents.Where(e => e.EventType == "record.recovered").Select(e => e.Time.Seconds), Is.EqualTo(new[] { 1764000000L }));
        Container found = Recover(Host(200, s_stays).File(Home + "libpod/bolt_state.db", Database()), Deleted(100, s_stays, s_gone)).Single();
        Assert.That((found.Name, found.State, found.ExitCode, found.Command), Is.EqualTo(("swept", "exited", (long?)4, "sh -c swept")));
        Assert.That(found.Recovery!.Basis, Does.StartWith("by a record in a page that Podman's database does not use any more"));
    }

    private static byte[] Database()
    {
        string removed = Config(s_gone, "swept");
        return new BoltTreeWriter().Set(Config(s_stays, "n-a"), "ctr", s_stays, "config")
            .Build(unused: [("config", removed), ("state", """{"state":6,"exitCode":4,"finishedTime":"2025-11-24T16:00:05Z"}""")]);
    }

    private static string Config(string id, string name) => $$$"""
        {"id":"{{{id}}}","name":"{{{name}}}","createdTime":"2025-11-24T16:00:00Z","rootfsImageName":"mill/base:3",
        "spec":{"process":{"args":["sh","-c","{{{name}}}"],"env":["K=v"]} } }
        """;

    private static IReadOnlyList<Container> Recover(MadeStore host, MadeStore deleted, Certainty index = Certainty.Intact, Timestamp? removed = null)
    {
        using (host)
        {
            Inventory inventory = host.Read();
            RecoveredReader.Read([new DeletedStore(deleted, index, removed)], host, inventory, host.Problems);
            return inventory.Recovered.Containers;
        }
    }

    private static MadeStore Host(long written, params string[] ids) => Put(new MadeStore().File(Home + "overlay-images/images.json", "[]")
        .File(Home + "overlay-layers/layers.json", "[]"), written, ids);

    private static MadeStore Deleted(long written, params string[] ids) => Put(new MadeStore(), written, ids)
        .File($"{Home}overlay-containers/{s_gone}/userdata/config.json", """{"ociVersion":"1.0.0","process":{"args":["sh","-c","drop"],"env":["K=v"]}}""")
        .File($"{Home}overlay-containers/{s_gone}/userdata/ctr.log", "2026-12-01T16:13:17Z stdout F here\n")
        .File($"{Home}overlay/{s_layer}/diff/tmp/drop.sh", "#!/bin/sh\n");

    private static MadeStore Put(MadeStore store, long written, string[] ids)
    {
        byte[] index = Encoding.ASCII.GetBytes("[" + string.Join(',', ids.Select(i => $$$"""
            {"id":"{{{i}}}","names":["n-{{{i[0]}}}"],"layer":"{{{s_layer}}}","metadata":"{\"image-name\":\"mill/base:3\"}","created":"2026-12-01T16:00:00Z"}
            """)) + "]");
        return store.Put(Index, new EntryMetadata { Kind = EntryKind.File, Size = index.Length, Modified = new Timestamp(written, 0) }, index);
    }

    /// <summary>All of a store as what was deleted; its index as sure as is said.</summary>
    private sealed class DeletedStore(MadeStore store, Certainty index, Timestamp? removed) : IRecoveredSource
    {
        public string Name => store.Name;

        public IReadOnlyList<string> Wrapping => store.Wrapping;

        public EvidenceTree Tree => store.Tree;

        public Recovery? RecoveryOf(int node) => Tree[node].Kind.IsDirectory() ? null
            : Tree.PathOf(node).ToString() == Index ? new Recovery(index, "as a test says", null) : new Recovery(Certainty.Intact, "as a test says", removed);

        public Stream Open(int node) => store.Open(node);

        public void Dispose() => store.Dispose();
    }
}
