using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// The walk-through that docker-storage-formats.md section 2 restates. Its ids, tags and sizes are in the evidence; only the build was done again,
/// so test_image has another id and time.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class SectionTwoTests
{
    private const string Base = "8dbd9e392a964056420e5d58ca5cc376ef18e2de93b5cc90e868a1bbc8318c1c";
    private const string Quantal = "b750fe79269d2ec9a3c593ef05b4332b1d1a02a62b4accb2c21d589ff2f5f2dc";
    private const string Intermediate = "27cf784147099545";
    private const long BaseSize = 128029199;
    private const long QuantalSize = 77 + 175307441;

    [Test]
    public void The_pull_left_five_tags_on_two_images() =>
        Assert.That(GraphEvidence.SeedBefore.Images.Select(Row), Is.EquivalentTo(new[]
        {
            $"ubuntu:12.04 {Base} {BaseSize}", $"ubuntu:latest {Base} {BaseSize}", $"ubuntu:precise {Base} {BaseSize}",
            $"ubuntu:12.10 {Quantal} {QuantalSize}", $"ubuntu:quantal {Quantal} {QuantalSize}",
        }));

    [Test]
    public void The_build_added_test_image_on_top()
    {
        JsonRow newest = GraphEvidence.Seed.Images[0];
        Assert.Multiple(() =>
        {
            Assert.That(newest.Text("repository"), Is.EqualTo("test_image"));
            Assert.That(newest.Text("tag"), Is.EqualTo("latest"));
            Assert.That(newest.Text("parent"), Is.EqualTo(Base));
            Assert.That(newest.Number("size"), Is.EqualTo(BaseSize));
            Assert.That(newest.Text("docker_version"), Is.EqualTo("0.7.2"));
            Assert.That(newest.List("layers"), Is.EqualTo(new[] { Base, newest.Text("id") }));
            Assert.That(GraphEvidence.Seed.Images, Has.Count.EqualTo(6));
        });
    }

    [Test]
    public void The_untagged_parent_is_listed_with_all_only()
    {
        Assert.Multiple(() =>
        {
            Assert.That(GraphEvidence.Seed.Images.Select(row => row.Text("id")), Does.Not.Contain(Intermediate));
            Assert.That(GraphEvidence.Seed.AllImages.Select(row => row.Text("id")), Does.Contain(Intermediate));
        });
    }

    [Test]
    public void The_history_of_test_image_has_its_two_steps()
    {
        IReadOnlyList<JsonRow> rows = GraphEvidence.Seed.Ask("history", "test_image").JsonRows();
        Assert.That(rows, Has.Count.EqualTo(2));
        Assert.Multiple(() =>
        {
            Assert.That(rows[0].Text("created_by"), Is.EqualTo("/bin/sh -c touch test.txt"));
            Assert.That(rows[0].Text("instruction"), Is.EqualTo("RUN touch test.txt"));
            Assert.That(rows[0].Number("size"), Is.Zero);
            Assert.That(rows[1].TextOrNull("created_by"), Is.Null);
            Assert.That(rows[1].Number("size"), Is.EqualTo(BaseSize));
            Assert.That(rows[1].Text("comment"), Is.EqualTo("Imported from -"));
        });
    }

    [Test]
    public void A_local_offset_becomes_utc() =>
        Assert.That(EngineTime.Canonical(GraphEvidence.Seed.Images.First(row => row.Text("id") == Base).Text("created")),
            Is.EqualTo("2013-04-11T21:13:15.578120000Z"));

    /// <summary>One file was made, once: in the image's layer, and in the layer of the build's container that stays behind.</summary>
    [Test]
    public void The_touched_file_is_in_both_layers()
    {
        var rows = new TimelineRows(GraphEvidence.Seed.Timeline).Of("layer.file.modified").Where(row => row.Path == "/test.txt").ToList();
        string[] layers = [GraphEvidence.Seed.Images[0].Text("id")!, GraphEvidence.Seed.Containers[0].Text("id")!];
        Assert.That(rows.Select(row => row["layer"]), Is.EquivalentTo(layers));
        Assert.That(rows.Select(row => $"{row["kind"]} {row["mode"]} {row["size"]}"), Is.All.EqualTo("file 0644 0"));
    }

    private static string Row(JsonRow row) => $"{row.Text("repository")}:{row.Text("tag")} {row.Text("id")} {row.Number("size")}";
}
