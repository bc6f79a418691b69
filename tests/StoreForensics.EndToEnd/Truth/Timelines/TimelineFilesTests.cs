using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>
/// The timeline against <c>find</c>'s listing of the same files right after the stop: everything that a layer holds or takes away is there, once,
/// with its time to the nanosecond, and nothing else is.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed class TimelineFilesTests(GraphEvidence evidence) : LayerFilesContract(evidence.Driver)
{
    [Test]
    public void Every_deletion_is_there_once_and_nothing_else()
    {
        var deletions = Oracle.Layers.SelectMany(Oracle.Deletions).DistinctBy(d => (d.Layer, d.Path)).ToList();
        var required = deletions.Where(d => d.IsTopmost).Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var allowed = deletions.Select(d => $"{d.Layer} {d.Path}").ToHashSet();
        var own = Rows.Of("layer.file.deleted").Select(row => $"{row["layer"]} {row.Path}").ToList();
        var disagreements = new Disagreements();
        disagreements.SameSortedSet("layer.file.deleted", required, own.Where(line => required.Contains(line) || !allowed.Contains(line)));
        disagreements.Same("deletions told twice", own.Distinct().Count(), own.Count);
        disagreements.AssertNone();
    }

    /// <summary>
    /// What an image's layer deletes was deleted in its build step: the marks are made anew where the layer is unpacked. In other layers a whiteout with
    /// an inode of its own, and an opaque directory, tell their time.
    /// </summary>
    [Test]
    public void A_deletion_has_the_time_that_the_contract_names()
    {
        var own = Rows.Of("layer.file.deleted").ToLookup(row => (row["layer"], row.Path));
        var created = evidence.Truth.Images.ToDictionary(image => image.Id, image => image.Created);
        var disagreements = new Disagreements();
        foreach (ExpectedDeletion deletion in Oracle.Layers.SelectMany(Oracle.Deletions).Where(d => d.IsTopmost))
        {
            string? time = created.GetValueOrDefault(deletion.Layer) ?? deletion.Modified;
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

    /// <summary>Where a file lies in the evidence ends with where it lies in the data root.</summary>
    [Test]
    public void The_origin_of_a_file_is_its_path_in_the_evidence()
    {
        var disagreements = new Disagreements();
        foreach (TimelineRow row in Rows.Of("layer.file.modified").Where(row => row.Path != "/"))
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
        var own = Rows.Of("volume.file.modified").Where(row => row["kind"] != "dir").ToList();
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

    // overlay(1) starts a container as a copy of its -init layer instead of putting it on top: new over the image, known to -init. Both are true.
    protected override bool TellsNew(ExpectedFile file) =>
        evidence.IsDocker07 || file.IsNew || !Oracle.Layers.Contains(file.Layer + "-init")
        || !Oracle.Files(file.Layer + "-init").Any(own => own.IsNew && own.Entry.Path == file.Entry.Path);

    // 1.7 and later: volumes/<name>/_data; 0.7: vfs/dir/<id>.
    private static bool IsVolumeData(string path)
    {
        string[] parts = path.Split('/');
        return parts.Length > 3 && ((parts[0] == "volumes" && parts[2] == "_data") || (parts[0] == "vfs" && parts[1] == "dir"));
    }

    protected override (TimelineRows Rows, LayerOracle Oracle) Answers() => (new TimelineRows(evidence.Timeline), LayerOracle.For(evidence));
}
