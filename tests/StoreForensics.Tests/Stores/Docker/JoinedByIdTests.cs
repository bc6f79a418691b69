using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores.Docker;

/// <summary>
/// Fifty hosts with containers of the same names and images, some of them removed. In each one's unused blocks lie, shuffled, the configurations of its own
/// removed containers in several states, of live ones, of a host that had the disk before, of engines within containers, and torn ones. Every join is checked.
/// </summary>
public sealed class JoinedByIdTests
{
    private const int Hosts = 50, BlockBytes = 1024;

    private static readonly string[] s_names = ["web", "db", "worker", "cache"];
    private static readonly string[] s_images = [ImageJson("a"), ImageJson("b"), ImageJson("c")];

    private sealed record Made(string Id, string Name, string Image, int ExitCode, string Created)
    {
        public string Json(int state) => $$$"""
            {"StreamConfig":{},"State":{"Running":false,"ExitCode":{{{ExitCode - state}}},"StartedAt":"{{{Created}}}","FinishedAt":"2026-0{{{6 - state}}}-01T00:00:00Z"},
            "ID":"{{{Id}}}","Created":"{{{Created}}}","Path":"sh","Args":["-c","serve"],
            "Config":{"Hostname":"{{{Id[..12]}}}","Image":"shop/{{{Name}}}:1","Env":["HOST={{{Id[..8]}}}","PAD={{{new string('p', 900)}}}"],"Labels":{} },
            "Image":"{{{Image}}}","LogPath":"/var/lib/docker/containers/{{{Id}}}/{{{Id}}}-json.log","Name":"/{{{Name}}}","Driver":"overlay2","MountPoints":{} }

            """;
    }

    [Test]
    public void None_of_fifty_hosts_gets_a_container_that_it_did_not_have()
    {
        var random = new Random(50);
        int joined = 0, strangers = 0;
        for (int host = 0; host < Hosts; host++)
        {
            Made[] live = Containers(host, "live", 2 + random.Next(3)), removed = Containers(host, "gone", 1 + random.Next(4));
            // With the same images: of the host that had the disk before, and of an engine within a container, whose image this host has not.
            Made[] before = [.. Containers(host - 1, "gone", 3).Select(m => m with { Created = "2025-12-01T00:00:00Z" })];
            Made[] within = [.. Containers(host, "within", 2).Select(m => m with { Image = "sha256:" + Hash($"inner {host}") })];
            var disk = new Disk(random);
            foreach (Made one in live.Concat(removed).Concat(before).Concat(within))
            {
                for (int state = random.Next(3); state >= 0; state--)
                    disk.Add(one.Json(state));
                string whole = one.Json(0);
                disk.Add(whole[..(300 + random.Next(whole.Length - 400))]);
            }
            using MadeStore store = Store(live);
            var inventory = new Inventory();
            StoreReader.Read(store, null, inventory, store.Problems);
            RecoveredReader.ReadUnused(store, [(EvidenceTree.Root, disk)], inventory, new ProblemLog());

            Assert.That(inventory.Recovered.Containers.Select(c => (c.Id, c.Name, c.ImageId, c.ImageName, (int)c.ExitCode!)),
                Is.EquivalentTo(removed.Select(m => (m.Id, m.Name, m.Image, $"shop/{m.Name}:1", m.ExitCode))), $"host {host}");
            Assert.That(inventory.Recovered.Containers.Select(c => c.Recovery!.Removed), Has.All.Null);
            joined += removed.Length;
            strangers += before.Length + within.Length;
        }
        Assert.That((joined, strangers), Is.GreaterThan((100, 200)));
    }

    private static Made[] Containers(int host, string kind, int count) => [.. Enumerable.Range(0, count).Select(i =>
        new Made(Hash($"{host} {kind} {i}"), s_names[i], "sha256:" + Hash(s_images[i % 3]), 10 + i, $"2026-03-0{i + 1}T10:00:00.5Z"))];

    private static MadeStore Store(Made[] live)
    {
        var store = new MadeStore();
        var born = Timestamp.TryParse("2026-01-01T00:00:00Z");
        store.Put("containers", new EntryMetadata { Kind = EntryKind.Directory, Mode = 0x1C0, DataOffset = -1, Born = born });
        store.File("image/overlay2/repositories.json", "{\"Repositories\":{}}");
        foreach (string image in s_images)
            store.File($"image/overlay2/imagedb/content/sha256/{Hash(image)}", image);
        foreach (Made one in live)
            store.File($"containers/{one.Id}/config.v2.json", one.Json(0));
        return store;
    }

    private static string ImageJson(string name) =>
        $$$"""{"architecture":"amd64","os":"linux","config":{"Labels":{"n":"{{{name}}}"} },"rootfs":{"type":"layers","diff_ids":[]} }""";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Free blocks, each file from the beginning of one, in any order.</summary>
    private sealed class Disk(Random random) : IUnusedSpace
    {
        private readonly List<byte[]> _files = [];
        private byte[]? _all;

        public string Name => "the test";

        public long HoleBytes => 0;

        public int BlockBytes => JoinedByIdTests.BlockBytes;

        public void Add(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Array.Resize(ref bytes, (bytes.Length + BlockBytes - 1) / BlockBytes * BlockBytes);
            _files.Add(bytes);
        }

        public IEnumerable<UnusedRun> Runs()
        {
            byte[][] files = [.. _files];
            random.Shuffle(files);
            _all = [.. files.SelectMany(f => f)];
            yield return new UnusedRun(0, _all.Length, IsLog: false);
        }

        public void Read(long offset, Span<byte> target) => _all.AsSpan((int)offset, target.Length).CopyTo(target);
    }
}
