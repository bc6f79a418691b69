using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>Engines of 0.7 left the moment of the pull in directories that they unpacked into; nobody set these times.</summary>
internal sealed class TouchedDirectoriesTests
{
    [TestCase("ubuntu-0.7.2", 9)]
    [TestCase("evidence/seed07/seed07.tar.gz", 12)]
    public void Are_not_told_to_have_been_set(string host, int touched)
    {
        string archive = host.StartsWith("evidence/", StringComparison.Ordinal) ? SharedFolder.Require(host)
            : Path.Combine(Checkout.Samples, host, host + ".tar.gz");
        using var scratch = new ScratchFolder();
        string timeline = scratch.File("t.csv"), report = scratch.File("r.json");
        BuiltProgram.Run("analyze", archive, "-o", timeline, "-o", report).MustExit(0);
        var rows = new TimelineRows(CsvTable.Parse(File.ReadAllBytes(timeline)));
        string pull = rows.Of("image.registered").Min(row => row.Time)![..10];
        Assert.Multiple(() =>
        {
            Assert.That(rows.Of("layer.file.modified").Count(row => row["kind"] == "dir" && row["step"] == "1" && row["container"].Length == 0
                && row.Time.StartsWith(pull, StringComparison.Ordinal)), Is.EqualTo(touched), "directories with the moment of the pull");
            Assert.That(rows.All.Where(row => row["tag"].Contains("after-step", StringComparison.Ordinal)).Select(row => row.Path), Is.Empty);
            Assert.That(File.ReadAllText(report), Does.Not.Contain("the time was set"));
        });
    }
}
