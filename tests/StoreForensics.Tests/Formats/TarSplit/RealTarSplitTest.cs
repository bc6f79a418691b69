using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;
using StoreForensics.Tests.Evidence;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Formats.TarSplit;

/// <summary>Tar-splits that real engines wrote: their tars are rebuilt from the layers' directories and have the digests that the engines recorded.</summary>
public sealed class RealTarSplitTest
{
    [TestCase("evidence/shop/shop.tar.gz", "var/lib/docker/", "overlay2", "overlay2/{0}/diff/", 27)]
    [TestCase("evidence/attic/attic.tar.xz", "var/lib/docker/", "vfs", "vfs/dir/{0}/", 7)]
    [TestCase("evidence-public/docker-explorer/aufs.v2.tgz", "docker/", "aufs", "aufs/diff/{0}/", 1)]
    public void DigestsAreTheDiffIdsOfTheLayerDatabase(string archive, string root, string driver, string place, int layers)
    {
        IReadOnlyDictionary<string, byte[]> files = SharedEvidence.Files(archive);
        string database = $"{root}image/{driver}/layerdb/sha256/";
        string[] chains = [.. files.Keys.Where(k => k.StartsWith(database, StringComparison.Ordinal)
            && k.EndsWith("/tar-split.json.gz", StringComparison.Ordinal)).Select(Path.GetDirectoryName)!];
        foreach (string chain in chains)
        {
            string directory = root + string.Format(place, Text(files[chain + "/cache-id"]));
            AssertDigest(files, chain + "/tar-split.json.gz", directory, Text(files[chain + "/diff"]));
        }
        Assert.That(chains, Has.Length.EqualTo(layers));
    }

    /// <summary>Docker 1.9 recorded no digest of a local layer: <c>docker save</c> shows it.</summary>
    [Test]
    public void DigestsAreThoseOfDockerSave()
    {
        IReadOnlyDictionary<string, byte[]> files = SharedEvidence.Files("evidence/elder/elder.tar.xz");
        Dictionary<string, string> saved = SavedLayers("evidence/elder/truth/save.tar.xz");
        foreach ((string id, string digest) in saved)
            AssertDigest(files, $"var/lib/docker/graph/{id}/tar-data.json.gz", $"var/lib/docker/overlay/{id}/root/", digest);
        Assert.That(saved, Has.Count.GreaterThan(10));
    }

    [Test]
    public void DigestsAreThoseOfPodman()
    {
        IReadOnlyDictionary<string, byte[]> files = SharedEvidence.Files("evidence/larder/larder.tar.gz");
        const string Root = "var/lib/containers/storage/";
        using JsonDocument layers = JsonDocument.Parse(files[Root + "overlay-layers/layers.json"]);
        int count = 0;
        foreach (JsonElement layer in layers.RootElement.EnumerateArray())
        {
            string id = layer.GetProperty("id").GetString()!;
            if (!files.ContainsKey($"{Root}overlay-layers/{id}.tar-split.gz"))
                continue;
            AssertDigest(files, $"{Root}overlay-layers/{id}.tar-split.gz", $"{Root}overlay/{id}/diff/", layer.GetProperty("diff-digest").GetString()!);
            count++;
        }
        Assert.That(count, Is.EqualTo(6));
    }

    /// <summary>The members of each layer as the engine's own tool listed them, from the tar-split alone.</summary>
    [Test]
    public void MembersAreThoseOfDockerSave()
    {
        IReadOnlyDictionary<string, byte[]> files = SharedEvidence.Files("evidence/elder/elder.tar.xz");
        foreach ((string id, List<string> expected) in SavedMembers("evidence/elder/truth/save.tar.xz"))
        {
            var problems = new ProblemLog();
            string split = $"var/lib/docker/graph/{id}/tar-data.json.gz";
            var reader = new TarSplitReader(OneFile.Plain(split, files[split]), problems, new Origin("test", split));
            Assert.That(TarSplitMembers.Read(reader).Select(Line), Is.EqualTo(expected), id);
            Assert.That(problems.Sorted(), Is.Empty, id);
        }
    }

    private static string Line(TarSplitMember member)
    {
        EntryMetadata m = member.Metadata!.Value;
        return $"{member.Name.ToString().TrimEnd('/')} {member.Size} {m.Uid}/{m.Gid} {Kind(member, m)}";
    }

    private static char Kind(TarSplitMember member, EntryMetadata metadata) => metadata.Kind switch
    {
        EntryKind.Directory => 'd',
        EntryKind.Symlink => 'l',
        EntryKind.CharDevice => 'c',
        EntryKind.BlockDevice => 'b',
        EntryKind.Fifo => 'p',
        _ => member.IsHardLink ? 'h' : '-',
    };

    private static void AssertDigest(IReadOnlyDictionary<string, byte[]> files, string split, string directory, string digest)
    {
        var problems = new ProblemLog();
        var reader = new TarSplitReader(OneFile.Plain(split, files[split]), problems, new Origin("test", split));
        TarSplitRebuild rebuild = new TarSplitRebuilder(reader, Open).Run();
        Assert.That(rebuild.Faults, Is.Empty, split);
        Assert.That(problems.Sorted(), Is.Empty, split);
        Assert.That("sha256:" + rebuild.Sha256, Is.EqualTo(digest), split);

        Stream? Open(TarSplitMember entry)
        {
            string name = Text(entry.Name.Bytes);
            return files.TryGetValue(directory + (name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name), out byte[]? bytes)
                ? new MemoryStream(bytes) : null;
        }
    }

    /// <summary>Lines <c>== ID/layer.tar DIGEST</c> of what was saved.</summary>
    private static Dictionary<string, string> SavedLayers(string archive) => SavedLines(archive)
        .Where(l => l.StartsWith("== ", StringComparison.Ordinal)).Select(l => l.Split(' ')).DistinctBy(f => f[1]).ToDictionary(f => f[1].Split('/')[0], f =>
            f[2]);

    private static Dictionary<string, List<string>> SavedMembers(string archive)
    {
        var layers = new Dictionary<string, List<string>>();
        List<string>? current = null;
        foreach (string line in SavedLines(archive))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith("== ", StringComparison.Ordinal))
                current = layers.TryAdd(fields[1].Split('/')[0], []) ? layers[fields[1].Split('/')[0]] : null;
            else if (line.Length > 0)
                current?.Add($"{Quoted(line)} {(line[0] is 'c' or 'b' ? "0" : fields[2])} {fields[1]} {line[0]}");
        }
        return layers;
    }

    private static string Quoted(string line) => line.Split('"')[1].TrimEnd('/');

    private static IEnumerable<string> SavedLines(string archive) => SharedEvidence.Files(archive)
        .Where(f => f.Key.EndsWith(".layers.txt", StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f =>
            Text(f.Value).Split('\n'));

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
