using System.Text;
using StoreForensics.Model;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Views;

namespace StoreForensics.Tests.Stores.Checkpoints;

/// <summary>A checkpoint as CRI-O's kubelet exports it: container, pod, changes over its image, processes, log.</summary>
internal sealed class CheckpointTests
{
    private const ulong Arguments = 0x7ffd0064;

    private static readonly string s_id = new('a', 64);

    [Test]
    public void A_container_has_its_facts_and_processes()
    {
        Container container = Checkpoint("").Read().Containers.Single();
        Assert.Multiple(() =>
        {
            Assert.That((container.Id, container.Name, container.State, container.Command, container.IpAddress), Is.EqualTo((s_id, "default/web-1/web", "running",
                "/bin/web -p 80", "10.88.0.9")));
            Assert.That(container.Pod, Is.EqualTo(new PodMembership("web-1", "default", "u-1", null, null, false)));
            Assert.That(container.Processes!.Select(p => $"{p.Pid} {p.ParentPid} {p.Name} {string.Join('|', p.Command ?? [])}"),
                Is.EqualTo(new[] { "1  web /bin/web|-p|80", "7 1 sh " }));
            Assert.That(container.Processes![0].Files.Select(f => $"{f.Descriptor} {f.Kind} {f.Name}"),
                Is.EqualTo(new[] { "0 file /dev/null", "3 tcp 10.88.0.9:80 -> 10.0.0.5:51234" }));
        });
    }

    [Test]
    public void What_it_changed_lies_over_its_image_where_that_is_in_the_evidence()
    {
        MadeStore store = Checkpoint("checkpoint/");
        foreach ((string path, byte[] bytes) in SavedForms.Podman(SmallStore.Description.Images.Take(1)))
            store.File("saved/" + path, bytes);
        Inventory inventory = store.Read();
        Container container = inventory.Containers.Single();
        Assert.That(container.Image?.References.Select(r => r.ToString()), Does.Contain("base:latest"));
        Assert.That(LayerChanges.Of(container).Select(c => $"{c.Change} {Encoding.ASCII.GetString(c.PathBytes.Span)}"),
            Is.EquivalentTo(new[] { "A /evil.sh", "D /" + Deleted }));
        Assert.That(inventory.EngineEvents.Single().EventType, Is.EqualTo("container.checkpointed"));
    }

    [Test]
    public void A_record_that_is_cut_is_told()
    {
        MadeStore store = Checkpoint("");
        store.File("checkpoint/pstree.img", store.Bytes("checkpoint/pstree.img")[..^1]);
        Assert.That(store.Read().Containers.Single().Processes, Has.Count.EqualTo(1));
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-CHECKPOINT-0001" }));
    }

    // A name at the top of the base image.
    private static string Deleted => SmallStore.Description.Images[0].Layers.First().Entries.First(e => e.Path.LastIndexOf('/') == 0 && e.Path != "/").Path[1..];

    private static MadeStore Checkpoint(string at)
    {
        byte[] arguments = "/bin/web\0-p\080\0"u8.ToArray();
        var store = new MadeStore();
        store.File(at + "config.dump", $$"""{"id":"{{s_id}}","name":"k8s_web","rootfsImageName":"base:latest","createdTime":"2026-05-01T10:00:00Z","checkpointedTime":"2026-05-01T12:00:00Z"}""");
        store.File(at + "spec.dump", """
            {"process":{"args":["/bin/web","-p","80"]},"annotations":{"io.kubernetes.pod.name":"web-1","io.kubernetes.pod.namespace":"default",
            "io.kubernetes.pod.uid":"u-1","io.kubernetes.container.name":"web"}}
            """);
        store.File(at + "network.status", """[{"interfaces":{"eth0":{"subnets":[{"ipnet":"10.88.0.9/16"}]}}}]""");
        store.File(at + "rootfs-diff.tar", SavedForms.Tar(new(StringComparer.Ordinal) { ["evil.sh"] = [1] })).File(at + "deleted.files", $"""["/{Deleted}"]""");
        store.File(at + "checkpoint/pstree.img", Image([.. Field(1, 1), .. Field(2, 0)], [.. Field(1, 7), .. Field(2, 1)]));
        store.File(at + "checkpoint/core-1.img", Image([.. Field(1, 1), .. Field(3, Field(6, "web"u8.ToArray())), .. Field(4, Field(2, 5))]));
        store.File(at + "checkpoint/core-7.img", Image([.. Field(1, 1), .. Field(3, Field(6, "sh"u8.ToArray())), .. Field(4, Field(2, 6))]));
        store.File(at + "checkpoint/mm-1.img", Image([.. Field(8, Arguments), .. Field(9, Arguments + (ulong)arguments.Length)]));
        store.File(at + "checkpoint/pagemap-1.img", Image(Field(1, 1), [.. Field(1, 4096), .. Field(2, 1), .. Field(4, 4)],
            [.. Field(1, Arguments - 100), .. Field(2, 1), .. Field(4, 4)]));
        store.File(at + "checkpoint/pages-1.img", [.. new byte[4096 + 100], .. arguments, .. new byte[4096 - 100 - arguments.Length]]);
        store.File(at + "checkpoint/fdinfo-5.img", Image([.. Field(1, 1), .. Field(4, 0)], [.. Field(1, 2), .. Field(4, 3)]));
        store.File(at + "checkpoint/files.img", Image([.. Field(1, 1), .. Field(2, 1), .. Field(3, Field(5, "/dev/null"u8.ToArray()))],
            [.. Field(1, 2), .. Field(2, 2), .. Field(4, [.. Field(5, 6), .. Field(6, 1), .. Field(7, 80), .. Field(8, 51234), .. Field(11, 0x0900580a),
                .. Field(12, 0x0500000a)])]));
        return store;
    }

    private static byte[] Image(params byte[][] records) =>
        [0x19, 0x43, 0x56, 0x54, 0x30, 0x30, 0x27, 0x50, .. records.SelectMany(r => BitConverter.GetBytes(r.Length).Concat(r))];

    private static byte[] Field(int number, ulong value) => [.. Number((ulong)number << 3), .. Number(value)];

    private static byte[] Field(int number, byte[] bytes) => [.. Number(((ulong)number << 3) | 2), .. Number((ulong)bytes.Length), .. bytes];

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value > 127; value >>= 7)
            yield return (byte)(value | 128);
        yield return (byte)value;
    }
}
