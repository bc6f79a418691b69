using System.Globalization;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// The timeline against <c>find</c>'s listing of the same files right after the stop: everything that a layer holds or takes away is there, once,
/// with its time to the nanosecond, and nothing else is.
/// </summary>
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed class TimelineFilesTests(GraphEvidence evidence)
{
    private TimelineRows _rows = null!;
    private LayerOracle _oracle = null!;

    [OneTimeSetUp]
    public void Ask()
    {
        _rows = new TimelineRows(evidence.Timeline);
        _oracle = LayerOracle.For(evidence);
    }

    [Test]
    public void Every_file_of_every_layer_is_there_once_and_nothing_else()
    {
        var disagreements = new Disagreements();
        // The layer's own root directory may be told or not: the contract does not say.
        var own = _rows.Of("layer.file.modified").Where(row => row.Path != "/").Select(row => $"{row["layer"]} {row.Path}");
        var expected = _oracle.Layers.SelectMany(_oracle.Files).Select(file => $"{file.Layer} {file.Entry.Path}");
        disagreements.SameSortedSet("layer.file.modified", expected, own);
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_has_the_times_modes_and_owners_of_the_disk()
    {
        var own = _rows.Of("layer.file.modified").ToLookup(row => (row["layer"], row.Path));
        var disagreements = new Disagreements();
        foreach (ExpectedFile file in _oracle.Layers.SelectMany(_oracle.Files))
        {
            foreach (TimelineRow row in own[(file.Layer, file.Entry.Path)])
                Compare(disagreements, file, row);
        }
        disagreements.AssertNone(500);
    }

    [Test]
    public void Every_deletion_is_there_once_and_nothing_else()
    {
        var deletions = _oracle.Layers.SelectMany(_oracle.Deletions).DistinctBy(d => (d.Layer, d.Path)).ToList();
        var required = deletions.Where(d => d.IsTopmost).Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var allowed = deletions.Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var own = _rows.Of("layer.file.deleted").Select(row => $"{row["layer"]} {row.Path}").ToList();
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.deleted", required, own.Where(line => required.Contains(line) || !allowed.Contains(line)));
        disagreements.Same("deletions told twice", own.Distinct().Count(), own.Count);
        disagreements.AssertNone();
    }

    /// <summary>
    /// A whiteout with an inode of its own, and an opaque directory, tell their time. One that shares its inode (aufs) and a name that is merely
    /// missing (a whole tree) take the time of the build step, in an image.
    /// </summary>
    [Test]
    public void A_deletion_has_the_time_that_the_contract_names()
    {
        var own = _rows.Of("layer.file.deleted").ToLookup(row => (row["layer"], row.Path));
        var created = evidence.Truth.Images.ToDictionary(image => image.Id, image => image.Created);
        var disagreements = new Disagreements();
        foreach (ExpectedDeletion deletion in _oracle.Layers.SelectMany(_oracle.Deletions).Where(d => d.IsTopmost))
        {
            string? time = deletion.Modified ?? created.GetValueOrDefault(deletion.Layer);
            foreach (TimelineRow row in own[(deletion.Layer, deletion.Path)])
            {
                disagreements.Same($"change of {row}", "D", row["change"]);
                if (time is not null)
                    disagreements.Same($"time of the deletion of {deletion.Path} in {deletion.Layer}", time, row.Time);
            }
        }
        disagreements.Same("compared", true, true);
        disagreements.AssertNone();
    }

    [Test]
    public void Copies_under_mount_points_are_never_counted()
    {
        string[] copies = ["aufs/mnt/", "/merged/", "/work/"];
        Assert.That(_rows.All.Where(row => row.Type.StartsWith("layer.file", StringComparison.Ordinal))
            .Where(row => copies.Any(copy => row["origin"].Contains(copy, StringComparison.Ordinal))).Select(row => row.ToString()), Is.Empty);
    }

    /// <summary>Where a file lies in the evidence ends with where it lies in the data root.</summary>
    [Test]
    public void The_origin_of_a_file_is_its_path_in_the_evidence()
    {
        var disagreements = new Disagreements();
        foreach (TimelineRow row in _rows.Of("layer.file.modified").Where(row => row.Path != "/"))
        {
            string folder = evidence.IsDocker07 ? $"aufs/diff/{row["layer"]}" : $"overlay/{row["layer"]}/";
            string origin = RawBytes.OfCsvCell(row["origin"]);
            disagreements.True($"origin {row["origin"]} of {row["path"]}",
                origin.Contains(folder, StringComparison.Ordinal) && origin.EndsWith(row.Path, StringComparison.Ordinal));
        }
        disagreements.AssertNone();
    }

    [Test]
    public void Every_file_of_every_volume_is_there_once()
    {
        var expected = evidence.Truth.Stat.Entries.Where(entry => IsVolumeData(entry.Path) && entry.Kind != "dir").ToList();
        var own = _rows.Of("volume.file.modified").Where(row => row["kind"] != "dir").ToList();
        var disagreements = new Disagreements();
        disagreements.Same("files in volumes", expected.Count, own.Count);
        foreach (StatEntry entry in expected)
        {
            TimelineRow[] found = [.. own.Where(row => RawBytes.OfCsvCell(row["origin"]).EndsWith("/" + entry.Path, StringComparison.Ordinal))];
            disagreements.Same($"events of {entry.Path}", 1, found.Length);
            foreach (TimelineRow row in found)
            {
                disagreements.Same($"time of {entry.Path}", entry.Modified, row.Time);
                disagreements.Same($"size of {entry.Path}", entry.Size, TimelineRows.Number(row["size"]));
                disagreements.Same($"mode of {entry.Path}", entry.Mode, row["mode"]);
            }
        }
        disagreements.AssertNone();
    }

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
        if (!IsCopyOfInit(file))
            disagreements.Same($"whether {what} is new", file.IsNew, row["change"] == "A");
        disagreements.Same($"store of {what}", evidence.Driver, row["store"]);
    }

    // overlay(1) starts a container as a copy of its -init layer instead of putting it on top: new over the image, known to -init. Both are true.
    private bool IsCopyOfInit(ExpectedFile file) =>
        !evidence.IsDocker07 && !file.IsNew && _oracle.Layers.Contains(file.Layer + "-init")
        && _oracle.Files(file.Layer + "-init").Any(own => own.IsNew && own.Entry.Path == file.Entry.Path);

    // 1.7 and later: volumes/<name>/_data; 0.7: vfs/dir/<id>.
    private static bool IsVolumeData(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 3 && ((parts[0] == "volumes" && parts[2] == "_data") || (parts[0] == "vfs" && parts[1] == "dir"));
    }
}
