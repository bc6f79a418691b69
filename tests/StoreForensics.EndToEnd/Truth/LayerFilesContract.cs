using System.Globalization;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// The files of every layer in the timeline against <c>find</c>'s listing of the same files right after the stop: everything that a layer holds is there, once,
/// with its time to the nanosecond, and nothing else is. The same for every era.
/// </summary>
internal abstract class LayerFilesContract(string driver)
{
    // Mounted views, and the kernel's own scratch directory.
    private static readonly string[] s_copies = ["aufs/mnt", "merged", "work"];

    protected TimelineRows Rows { get; private set; } = null!;

    protected LayerOracle Oracle { get; private set; } = null!;

    [OneTimeSetUp]
    public void Ask() => (Rows, Oracle) = Answers();

    [Test]
    public void Every_file_of_every_layer_is_there_once_and_nothing_else()
    {
        var disagreements = new Disagreements();
        // The layer's own root directory may be told or not: the contract does not say.
        var own = Rows.Of("layer.file.modified").Where(row => row.Path != "/").Select(row => $"{row["layer"]} {row.Path}");
        var expected = Oracle.Layers.SelectMany(Oracle.Files).Select(file => $"{file.Layer} {file.Entry.Path}");
        disagreements.SameSortedSet("layer.file.modified", expected, own);
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_has_the_times_modes_and_owners_of_the_disk()
    {
        var own = Rows.Of("layer.file.modified").ToLookup(row => (row["layer"], row.Path));
        var disagreements = new Disagreements();
        foreach (ExpectedFile file in Oracle.Layers.SelectMany(Oracle.Files))
        {
            foreach (TimelineRow row in own[(file.Layer, file.Entry.Path)])
                Compare(disagreements, file, row);
        }
        disagreements.AssertNone(500);
    }

    [Test]
    public void Copies_under_mount_points_are_never_counted() =>
        Assert.That(Rows.All.Where(row => row.Type.StartsWith("layer.file", StringComparison.Ordinal))
            .Where(row => s_copies.Any(copy => ("/" + row["origin"]).Contains($"/{copy}/", StringComparison.Ordinal))).Select(row => row.ToString()), Is.Empty);

    /// <summary>What the program said of the host, and what lay on its disk.</summary>
    protected abstract (TimelineRows Rows, LayerOracle Oracle) Answers();

    /// <summary>Whether the two must agree on which files are new.</summary>
    protected virtual bool TellsNew(ExpectedFile file) => true;

    private void Compare(Disagreements disagreements, ExpectedFile file, TimelineRow row)
    {
        StatEntry entry = file.Entry;
        string what = $"{RawBytes.Show(entry.Path)} of {file.Layer[..Math.Min(12, file.Layer.Length)]}";
        disagreements.Same($"time of {what}", entry.Modified, row.Time);
        disagreements.Same($"kind of {what}", entry.Kind, row["kind"]);
        disagreements.Same($"mode of {what}", entry.Mode, row["mode"]);
        disagreements.Same($"uid of {what}", entry.Uid, TimelineRows.Number(row["uid"]));
        disagreements.Same($"gid of {what}", entry.Gid, TimelineRows.Number(row["gid"]));
        if (entry.Kind is "file" or "symlink")
            disagreements.Same($"size of {what}", entry.Size.ToString(CultureInfo.InvariantCulture), row["size"]);
        disagreements.Same($"link_target of {what}", entry.LinkTarget, RawBytes.OfCsvCell(row["link_target"]));
        if (TellsNew(file))
            disagreements.Same($"whether {what} is new", file.IsNew, row["change"] == "A");
        disagreements.Same($"store of {what}", driver, row["store"]);
    }
}
