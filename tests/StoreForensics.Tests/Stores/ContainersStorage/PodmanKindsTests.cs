using System.IO.Compression;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Formats.Bolt;
using StoreForensics.Views;

namespace StoreForensics.Tests.Stores.ContainersStorage;

/// <summary>Containers of Podman that are not made of an image, leave nothing on disk, or have owners, logs and commands elsewhere.</summary>
internal sealed class PodmanKindsTests
{
    private const string Home = "var/lib/containers/storage/", Run = "run/containers/storage/";
    private static readonly string s_id = new('a', 64), s_layer = new('b', 64), s_base = new('c', 64), s_exec = new('e', 64);

    [Test]
    public void A_container_on_a_directory_of_the_host()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"on","rootfs":"/srv/tree"}""").File("srv/tree/etc/made", "by hand");
        Container container = store.Read().Containers.Single();
        Assert.Multiple(() =>
        {
            Assert.That((container.Rootfs?.Path, container.Rootfs?.IsOverlay, container.Rootfs?.HasChanges), Is.EqualTo(("/srv/tree", false, false)));
            Assert.That(Names(container), Is.EqualTo(new[] { "/etc", "/etc/made" }));
            Assert.That(ViewedObject.Of(container).Remark, Is.EqualTo("on has no image: its root filesystem is /srv/tree of the host, which it wrote to itself"));
            Assert.That(LayerChanges.Of(container), Is.Empty);
        });
    }

    /// <summary>What it changed lies in its own directory.</summary>
    [Test]
    public void A_container_on_an_overlay_over_a_directory_of_the_host()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"over","rootfs":"/srv/tree","rootfs_overlay":true}""").File("srv/tree/etc/made", "by hand")
            .File($"{Home}overlay-containers/{s_id}/userdata/overlay/123/upper/etc/new", "new")
            .Put($"{Home}overlay-containers/{s_id}/userdata/overlay/123/upper/etc/made", new EntryMetadata { Kind = EntryKind.CharDevice, DataOffset = -1 });
        Container container = store.Read().Containers.Single();
        Assert.Multiple(() =>
        {
            Assert.That(Names(container), Is.EqualTo(new[] { "/etc", "/etc/new" }));
            Assert.That(LayerChanges.Of(container).Select(c => $"{c.Change} {System.Text.Encoding.UTF8.GetString(c.PathBytes.Span)}").Order(),
                Is.EqualTo(new[] { "A /etc/new", "C /etc", "D /etc/made" }));
        });
    }

    /// <summary>Of those that hold pods together the directory is in /run.</summary>
    [Test]
    public void A_directory_that_a_reboot_took()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"infra","pause":true,"rootfs":"/run/libpod/infra-container","rootfs_overlay":true}""");
        Container container = store.Read().Containers.Single();
        Assert.That(container.Rootfs?.Words, Is.EqualTo("its root filesystem is /run/libpod/infra-container of the host, below an overlay of its own; "
            + "that is not in the evidence: a reboot empties /run"));
        Assert.That(Names(container), Is.Empty);
    }

    [Test]
    public void Commands_run_in_a_container()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"web"}""", "{\"state\":3,\"newExecSessions\":{\"" + s_exec + "\":{\"id\":\"" + s_exec
            + "\",\"state\":2,\"pid\":77,\"config\":{\"command\":[\"sh\",\"-c\",\"id\"],\"terminal\":true,\"user\":\"root\",\"workDir\":\"/tmp\",\"privileged\":true}}}}");
        ContainerExec exec = store.Read().Containers.Single().Execs.Single();
        Assert.That((exec.Id, string.Join(' ', exec.Command!), exec.State, exec.User, exec.WorkingDirectory), Is.EqualTo((s_exec, "sh -c id", "running", "root", "/tmp")));
        Assert.That((exec.Pid, exec.ExitCode, exec.IsPrivileged, exec.HasTerminal), Is.EqualTo(((long?)77, (long?)null, true, true)));
    }

    /// <summary>No database says when: the files of the session do, as far as they are left.</summary>
    [Test]
    public void Commands_run_in_a_container_are_events_by_what_is_left_of_their_sessions()
    {
        string session = $"{Home}overlay-containers/{s_id}/userdata/{s_exec}/";
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"web"}""", "{\"state\":3,\"newExecSessions\":{\"" + s_exec + "\":{\"state\":3,\"exitCode\":5,\"config\":{"
            + "\"command\":[\"id\"],\"user\":\"1000\"}},\"" + new string('f', 64) + "\":{\"state\":1,\"config\":{\"command\":[\"cleared\"]}}}}");
        Put(session + "exec-process-493259505", 100, "{}");
        Put(session + "exec_pid", 101, "23992");
        Put(session + "exit/" + s_exec, 107, "5");
        Inventory inventory = store.Read();
        const string what = "web: id (session eeeeeeeeeeee, user 1000)";
        Assert.That(inventory.EngineEvents.Select(e => (e.Time.Seconds, e.Message, e.Container?.Name)), Is.EqualTo(new[]
        {
            (100L, "Command set up in " + what, "web"), (101L, "Command started in " + what, "web"), (107L, "Command ended in " + what + ", exit code 5", "web"),
        }));

        void Put(string path, long time, string text) => store.Put(path,
            new EntryMetadata { Kind = EntryKind.File, Size = text.Length, Modified = new Timestamp(time, 0) }, System.Text.Encoding.ASCII.GetBytes(text));
    }

    [TestCase(true, "in the journal at var/log/journal (")]
    [TestCase(false, "in the host's journal, which is not in the evidence")]
    public void A_log_in_the_journal_has_a_place(bool isThere, string words)
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"web","logDriver":"journald"}""");
        if (isThere)
            store.File("var/log/journal/0123/system.journal", "LPKSHHRH");
        Container container = store.Read().Containers.Single();
        Assert.That(container.LogPlace, Does.StartWith(words));
        Assert.That(ContainerLog.Read(container, store.Problems), Is.Empty);
    }

    /// <summary>The records of a transient store lie in /run.</summary>
    [Test]
    public void A_transient_store_is_read_where_its_records_are()
    {
        MadeStore store = new MadeStore().File(Home + "overlay-images/images.json", "[]").File(Home + "overlay-layers/layers.json", $$"""[{"id":"{{s_base}}"}]""")
            .File("etc/containers/storage.conf", "[storage]\ntransient_store = true # none is kept\n")
            .File(Run + "overlay-containers/volatile-containers.json", $$"""[{"id":"{{s_id}}","names":["brief"],"layer":"{{s_layer}}"}]""")
            .File(Run + "overlay-layers/volatile-layers.json", $$"""[{"id":"{{s_layer}}","parent":"{{s_base}}"}]""")
            .File("run/libpod/bolt_state.db", new BoltTreeWriter().Set($$"""{"id":"{{s_id}}","name":"brief","rootfsImageName":"x:1"}""", "ctr", s_id, "config").Build())
            .File($"{Home}overlay/{s_base}/diff/low", "").File($"{Home}overlay/{s_layer}/diff/own", "");
        Inventory inventory = store.Read();
        Container container = inventory.Containers.Single();
        Assert.Multiple(() =>
        {
            Assert.That(inventory.Stores, Has.Count.EqualTo(1), "what is kept until the next boot is no store of its own");
            Assert.That((container.Name, container.ImageName), Is.EqualTo(("brief", "x:1")));
            Assert.That(Names(container), Is.EqualTo(new[] { "/low", "/own" }));
            Assert.That(store.Codes, Has.No.Member("SF-STORAGE-0009"));
        });
    }

    /// <summary>A reboot took the records: nobody removed the containers.</summary>
    [Test]
    public void What_a_reboot_took_of_a_transient_store_is_said_to_be()
    {
        MadeStore store = new MadeStore().File(Home + "overlay-images/images.json", "[]").File(Home + "overlay-layers/layers.json", "[]")
            .File("etc/containers/storage.conf", "[storage]\ntransient_store = \"true\"\n").Folder($"{Home}overlay-containers/{s_id}/userdata");
        Inventory inventory = store.Read();
        Assert.Multiple(() =>
        {
            Assert.That(store.Problems.Sorted().Where(p => p.Code == "SF-STORAGE-0009").Select(p => p.Severity), Is.EqualTo(new[] { ProblemSeverity.Note }));
            Assert.That(inventory.Leftovers.Where(l => l.Name == s_id).Select(l => (l.Kind, l.Detail)), Is.EqualTo(new[]
            {
                ("directory of a container of a transient store", "its record lay in /run, which a reboot empties: nobody need have removed it"),
            }));
        });
    }

    /// <summary>Names from the image, bytes by their digests from beside it; the image's own marks are none of the layer's.</summary>
    [Test]
    public void A_layer_kept_by_composefs()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"web"}""", layers: $$"""[{"id":"{{s_base}}"},{"id":"{{s_layer}}","parent":"{{s_base}}" }]""",
            containers: $$"""[{"id":"{{s_id}}","names":["web"],"layer":"{{s_layer}}"}]""")
            .File($"{Home}overlay/{s_layer}/diff/ab/cdef", "bytes").File($"{Home}overlay/{s_layer}/composefs-data/composefs.blob", Blob())
            .File($"{Home}overlay/{s_base}/diff/etc/gone", "").File($"{Home}overlay/{s_base}/diff/00/kept", "");
        Container container = store.Read().Containers.Single();
        ViewSource view = new("web", ViewedObject.Of(container).Root!);
        using Stream bytes = view.Open(view.Tree.Find(EvidenceTree.Root, "etc/app"u8));
        using var text = new StreamReader(bytes);
        Assert.Multiple(() =>
        {
            Assert.That(Names(container), Is.EqualTo(new[] { "/00", "/00/kept", "/etc", "/etc/app", "/etc/inline" }));
            Assert.That(text.ReadToEnd(), Is.EqualTo("bytes"));
            Assert.That(store.Codes, Has.No.Member("SF-STORAGE-0010"));
        });
    }

    [Test]
    public void A_layer_kept_by_composefs_whose_image_cannot_be_read()
    {
        MadeStore store = With($$"""{"id":"{{s_id}}","name":"web"}""", layers: $$"""[{"id":"{{s_base}}"}]""")
            .File($"{Home}overlay/{s_base}/diff/ab/cdef", "bytes").File($"{Home}overlay/{s_base}/composefs-data/composefs.blob", "");
        store.Read();
        Assert.That(store.Codes, Has.Member("SF-STORAGE-0010"));
    }

    // A tree with etc/app (5 bytes of hole; trusted.overlay.metacopy, trusted.overlay.redirect=/ab/cdef), etc/inline, and devices 0:0 etc/gone and 00, by
    // mkfs.erofs 1.5.
    private static byte[] Blob()
    {
        const string Packed = "H4sIAAAAAAACA2NgGAWjYBSMVPDo4dcHHzyPxjMD2TwMKgxsMImPwakwJiOS+lgZLb/Zsj6CvcFV8rHzeGZSaj8LEL91ZGawgPL/AwGyvAqUNmBggrMNgWx1KNuYgZlBA8o2BYrr6ekZ"
            + "GKSWJCObsUSREcVORgz7mRh8kOxnQpKHmW2DZL8tkK0DZdsDTTOAsp2AbjGEst2A4kC3JBYUpOfnpWbm5WTmpWL3Py/DkkZGBlYk+5lxhJUA0LH5ZalFOYmVermpJYnJ+QWVAiwccLGi"
            + "1JTMotTkEv3EJP3klNQ0YuMAPXxY0Ngg9zEhuY8VST4zbzQPjYJRMApGwSgYBaNgFAwlAAB7x8goABAAAA==";
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(Packed)), CompressionMode.Decompress))
            gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static MadeStore With(string config, string? state = null, string layers = "[]", string? containers = null)
    {
        BoltTreeWriter database = new BoltTreeWriter().Set(config, "ctr", s_id, "config");
        if (state is not null)
            database = database.Set(state, "ctr", s_id, "state");
        return new MadeStore().File(Home + "overlay-images/images.json", "[]").File(Home + "overlay-layers/layers.json", layers)
            .File(Home + "overlay-containers/containers.json", containers ?? "[]").File(Home + "libpod/bolt_state.db", database.Build());
    }

    private static string[] Names(Container container) =>
        [.. ViewedObject.Of(container).List("/"u8, recursive: true).Select(l => System.Text.Encoding.UTF8.GetString(l.Path.Span))];
}
