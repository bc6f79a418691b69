using System.Security.Cryptography;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>The same evidence and options give the same bytes, whatever the place, the language and the time zone of the run.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class DeterminismTests
{
    private static readonly string[] s_endings = [".pdf", ".html", ".csv", ".jsonl", ".body", ".l2t.csv", ".json"];

    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["TZ"] = "Pacific/Auckland",
        ["LANG"] = "tr_TR.UTF-8",
        ["LC_ALL"] = "tr_TR.UTF-8",
        ["COLUMNS"] = "40",
    };

    [Test]
    public void Two_runs_write_the_same_bytes_of_every_report()
    {
        using var scratch = new ScratchFolder();
        string[] first = Write(scratch, "first", null);
        string[] second = Write(scratch, "second", s_elsewhere);
        Assert.That(second.Select(Path.GetFileName), Is.EqualTo(first.Select(Path.GetFileName)), "the same files");
        var differing = first.Zip(second).Where(pair => !File.ReadAllBytes(pair.First).AsSpan().SequenceEqual(File.ReadAllBytes(pair.Second)));
        Assert.That(differing.Select(pair => Path.GetFileName(pair.First)), Is.Empty, "files with other bytes");
    }

    [Test]
    public void Every_kind_of_report_is_written_and_summed()
    {
        using var scratch = new ScratchFolder();
        string[] files = Write(scratch, "all", null);
        string sums = files.SingleOrDefault(file => Path.GetFileName(file) == "SHA256SUMS") ?? "";
        Assert.That(sums, Is.Not.Empty, "SHA256SUMS is there");
        Assert.Multiple(() =>
        {
            foreach (string ending in s_endings)
                Assert.That(files.Any(file => file.EndsWith(ending, StringComparison.Ordinal) && new FileInfo(file).Length > 0), Is.True, $"a {ending}");
            var lines = File.ReadAllLines(sums);
            Assert.That(lines, Has.Length.EqualTo(files.Length - 1), "a line for every other file");
            foreach (string[] parts in lines.Select(line => line.Split("  ", 2)))
                Assert.That(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(sums)!, parts[1])))),
                    Is.EqualTo(parts[0]), parts[1]);
        });
    }

    [Test]
    public void The_csv_of_analyze_is_that_of_timeline()
    {
        using var scratch = new ScratchFolder();
        string csv = scratch.File("t.csv");
        BuiltProgram.Run("analyze", GraphEvidence.Barn.Archive, "-o", csv).MustExit(GraphEvidence.Barn.GoodEnds);
        byte[] timeline = BuiltProgram.Run("timeline", GraphEvidence.Barn.Archive, "--findings", "--verify",
            "layers").MustExit(GraphEvidence.Barn.GoodEnds).Output;
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(csv), Is.EqualTo(timeline));
            Assert.That(CsvTable.Parse(timeline).Without("tag"), Is.EqualTo(GraphEvidence.Barn.Timeline.Without("tag")), "findings add tags and nothing else");
        });
    }

    private static string[] Write(ScratchFolder scratch, string name, Dictionary<string, string>? environment)
    {
        string folder = scratch.File(name);
        BuiltProgram.RunIn(scratch.Folder("cwd-" + name), environment, "analyze", GraphEvidence.Barn.Tar, "-o", folder
            + "/").MustExit(GraphEvidence.Barn.GoodEnds);
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
