using System.Globalization;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Disks;

/// <summary>
/// Files that were written, synced and removed on XFS and btrfs: each is named as it was, and what is called intact has the bytes that it had.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class DeletedFilesTests
{
    /// <param name="image">Below evidence.</param>
    /// <param name="truth">The list of what was removed.</param>
    /// <param name="below">Where the tests' files lie.</param>
    /// <param name="intact">How many are had back byte for byte: of the rest a file that was written afterwards has the blocks.</param>
    [TestCase("chalk/chalk1k.xfs.img.xz", "chalk/truth-1k", "", 7)]
    [TestCase("chalkv4/chalkv4.xfs.img.xz", "chalkv4/truth", "", 4)]
    [TestCase("peat/peat.btrfs.img.xz", "peat/truth", "/@", 3)]
    public void Removed_files_are_named_as_they_were_and_intact_ones_have_their_bytes(string image, string truth, string below, int intact)
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/" + image));
        ILookup<string, JsonRow> found = BuiltProgram
            .Run("ls", evidence, "@host", "--recovered", "--recursive", "--hash", "files", "--format", "json").MustExit(0, 4).JsonRows()
            .Where(r => r.Element.TryGetProperty("recovered", out _)).ToLookup(r => r.Text("path")!);
        int whole = 0;
        string[] rows = [.. File.ReadLines(SharedFolder.Require($"evidence/{truth}/deleted.tsv")).Skip(1).Where(l => !l.StartsWith('#'))];
        foreach (string[] row in rows.Select(l => l.Split('\t')))
        {
            JsonRow one = found[below + row[0]].Single();
            Assert.That(one.Element.GetProperty("inode").GetInt64(), Is.EqualTo(long.Parse(row[1], CultureInfo.InvariantCulture)), row[0]);
            long fraction = long.Parse(row[3], CultureInfo.InvariantCulture) % 1_000_000_000;
            Assert.That(one.Text("mtime"), Is.EqualTo($"2023-11-14T22:13:20.{fraction:d9}Z"), row[0]);
            if (one.Text("certainty") != "intact")
                continue;
            string size = one.Element.GetProperty("size").GetInt64().ToString(CultureInfo.InvariantCulture);
            Assert.That((size, one.Text("sha256")), Is.EqualTo((row[2], row[4])), row[0]);
            whole++;
        }
        Assert.That(whole, Is.EqualTo(intact));
    }

    /// <summary>A container's directory was removed just before the copy; only the log knows.</summary>
    [Test]
    public void A_container_whose_directory_was_removed_comes_back_from_the_log_of_an_XFS()
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/chalkdirty/chalkdirty.xfs.img.xz"));
        string id = File.ReadAllText(SharedFolder.Require("evidence/chalkdirty/truth/changes.txt")).Trim().Split(' ')[^1];
        JsonRow[] rows = [.. BuiltProgram.Run("containers", evidence, "--recovered", "--format", "json").MustExit(0, 4).JsonRows()
            .Where(r => r.Element.TryGetProperty("recovered", out _))];
        Assert.That(rows.Select(r => (r.Text("id"), r.Text("certainty"))), Is.EqualTo(new[] { (id, "intact") }));
    }
}
