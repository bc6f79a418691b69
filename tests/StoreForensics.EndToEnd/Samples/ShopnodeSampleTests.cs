using System.Security.Cryptography;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// The program's answers on shopnode-2.1 (a node of Kubernetes, containerd 2.1, power cut) are those that the CRI gave just before the cut. Ids and times
/// change whenever the sample is recorded anew; the names of pods do not.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class ShopnodeSampleTests() : ContainerdNodeTests(Sample, changed: 12, containers: 7, sandboxes: 5, isSample: true)
{
    private const string Sample = "shopnode-2.1";
    private const string Layers = "var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/";

    [Test]
    public void Published_digest_is_that_of_the_archive()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Tar)));
        Assert.That(File.ReadAllText(Beside("SHA256SUMS")), Is.EqualTo($"{digest}  {Sample}.tar.gz\n"));
        Assert.That(File.ReadAllText(Beside("../README.md")), Does.Contain(digest));
        Assert.That(new FileInfo(Tar).Length, Is.LessThan(1_000_000));
    }

    [Test]
    public void Images_are_those_of_the_CRI()
    {
        using JsonDocument answer = JsonDocument.Parse(File.ReadAllBytes(Truth("cri/images.json")));
        var says = new Disagreements();
        says.SameSet("images", answer.RootElement.EnumerateArray().SelectMany(i => i.Texts("repotags").Select(t => $"{Familiar(t)} {i.Text("id")}")),
            Ask("images").Select(r => $"{r.Text("repository")}:{r.Text("tag")} {r.Text("id")}"));
        says.AssertNone();
    }

    [Test]
    public void Every_line_of_every_log_is_told()
    {
        var says = new Disagreements();
        string home = Truth("logs");
        foreach (string file in Directory.GetFiles(home, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string[] parts = Path.GetRelativePath(home, file).Split('/'), pod = parts[0].Split('_');
            string name = $"{pod[0]}/{pod[1]}/{parts[1]}@{Path.GetFileNameWithoutExtension(file)}";
            string[] own = [.. BuiltProgram.Run("logs", Tar, name, "--format", "json").MustExit(0, 4).JsonRows()
                .Select(r => $"{r.Text("time")![..29].TrimEnd('0')}Z {r.Text("stream")} F {r.Text("text")!.TrimEnd('\n')}")];
            string[] engine = File.ReadAllLines(file);
            // What was written between the question and the cut is in the evidence alone.
            says.SameList(name, engine, own.Take(engine.Length));
        }
        says.AssertNone(9);
    }

    [Test]
    public void Timeline_has_each_file_of_each_snapshot_once_as_it_lay_on_disk()
    {
        var rows = new TimelineRows(CsvTable.Parse(BuiltProgram.Run("timeline", Tar).MustExit(0).Output));
        var files = from entry in StatTree.Parse(Unpacked.Gunzip(Truth("stat.tsv0.gz"))).Entries
                    where entry.Path.StartsWith(Layers, StringComparison.Ordinal) && !entry.IsOverlayWhiteout
                    let parts = entry.Path[Layers.Length..].Split('/', 3)
                    where parts is [_, "fs", _]
                    select $"/{parts[2]} {entry.Kind} {entry.Mode} {entry.Uid}:{entry.Gid} {entry.Modified}";
        var says = new Disagreements();
        says.SameSortedSet("files", files, rows.Of("layer.file.modified").Where(row => row.Path != "/")
            .Select(row => $"{row.Path} {row["kind"]} {row["mode"]} {row["uid"]}:{row["gid"]} {row.Time}"));
        says.AssertNone();
    }

    // As docker.io's images are shown.
    private static string Familiar(string reference) =>
        reference.StartsWith("docker.io/", StringComparison.Ordinal) ? reference["docker.io/".Length..] : reference;

    private static string Beside(string name) => Path.Combine(Checkout.Samples, Sample, name);
}
