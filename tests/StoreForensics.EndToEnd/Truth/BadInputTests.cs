using System.IO.Compression;
using Microsoft.Data.Sqlite;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// Evidence that is not evidence, or damaged, or hostile: a plain sentence on standard error, the contract's exit code, and everything that can
/// still be read is reported.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class BadInputTests
{
    private const int NoStore = 3;
    private const int Damaged = 4;

    private ScratchFolder _scratch = null!;

    [SetUp]
    public void Prepare() => _scratch = new ScratchFolder();

    [TearDown]
    public void Clean() => _scratch.Dispose();

    [Test]
    public void The_store_without_a_fault_is_read_whole()
    {
        string tar = StoreBuilder.Whole().WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, 0);
        Assert.That(Ask(tar, 0, "images").Select(row => $"{row.Text("repository")}:{row.Text("tag")} {row.Text("size")}"),
            Is.EqualTo(new[] { "farm:latest 10" }));
    }

    [Test]
    public void An_empty_file_is_no_evidence() => AssertNoStore(Write("empty", []));

    [Test]
    public void A_text_file_is_no_evidence() => AssertNoStore(Write("notes.tar", "These are notes, not an archive.\n"u8.ToArray()));

    [Test]
    public void A_file_that_is_not_there_is_no_evidence() => AssertNoStore(_scratch.File("missing.tar"));

    [Test]
    public void A_directory_without_a_store_is_no_evidence()
    {
        string folder = _scratch.Folder("home");
        File.WriteAllText(Path.Combine(folder, "letter.txt"), "Dear Sir");
        AssertNoStore(folder);
    }

    /// <summary>What was met on the way is often why nothing is found: a piece of the disk that is missing.</summary>
    [Test]
    public void A_disk_without_its_extent_names_it()
    {
        using var scratch = new ScratchFolder();
        string disk = scratch.File("disk.vmdk");
        File.WriteAllText(disk, "# Disk DescriptorFile\nversion=1\nCID=fffffffe\nparentCID=ffffffff\ncreateType=\"twoGbMaxExtentFlat\"\n\n"
            + "# Extent description\nRW 2048 FLAT \"gone-f001.vmdk\" 0\n");
        ProgramRun run = BuiltProgram.Run("info", disk);
        Assert.That(run.ExitCode, Is.EqualTo(3));
        Assert.That(run.Errors, Does.Contain("gone-f001.vmdk").And.Contain("[SF-DISK-"));
    }

    [Test]
    public void A_tar_without_a_store_is_no_evidence() =>
        AssertNoStore(new TinyTar().Directory("etc").File("etc/passwd", "root:x:0:0::/root:/bin/sh\n").WriteTo(_scratch.File("etc.tar")));

    /// <summary>Cut in the middle of the last member: what stands before it is all there.</summary>
    [Test]
    public void A_truncated_tar_is_read_as_far_as_it_goes()
    {
        byte[] whole = StoreBuilder.Whole().File("aufs/diff/" + StoreBuilder.Id('c') + "/last", new string('x', 2000)).ToArray();
        AssertRest(Write("cut.tar", whole[..^2048]), Damaged);
    }

    [Test]
    public void A_truncated_gzip_is_read_as_far_as_it_goes()
    {
        byte[] noise = new byte[200_000];
        new Random(7).NextBytes(noise);
        byte[] whole = StoreBuilder.Whole().File("aufs/diff/" + StoreBuilder.Id('c') + "/last", Convert.ToBase64String(noise)).ToArray();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(whole);
        AssertRest(Write("cut.tar.gz", packed.ToArray()[..^100_000]), Damaged);
    }

    [Test]
    public void Repositories_that_are_not_json_leave_the_images()
    {
        var store = new StoreBuilder().Repositories("{\"Repositories\":{\"farm\":{\"lat")
            .Image('a', StoreBuilder.Json('a', null)).Image('b', StoreBuilder.Json('b', 'a')).Container('c', 'b');
        string tar = store.WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, Damaged);
        Assert.That(Ask(tar, Damaged, "images", "--all").Select(row => row.Text("id")), Is.EquivalentTo(new[] { StoreBuilder.Id('a'), StoreBuilder.Id('b') }));
    }

    [Test]
    public void An_image_without_its_json_leaves_the_others()
    {
        var store = new StoreBuilder().Tag('b')
            .Image('a', null).Image('b', StoreBuilder.Json('b', 'a')).Container('c', 'b');
        string tar = store.WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, Damaged);
        Assert.That(Ask(tar, Damaged, "images").Select(row => row.Text("id")), Does.Contain(StoreBuilder.Id('b')));
    }

    [TestCase("not json at all")]
    [TestCase("[1,2,3]")]
    [TestCase("""{"id":17,"created":{},"parent":[],"container_config":"x"}""")]
    public void An_image_with_nonsense_for_json_leaves_the_others(string json)
    {
        var store = new StoreBuilder().Tag('b')
            .Image('a', json).Image('b', StoreBuilder.Json('b', null)).Container('c', 'b');
        AssertRest(store.WriteTo(_scratch.File("e.tar")), Damaged);
    }

    [Test]
    public void Parents_in_a_circle_end()
    {
        var store = new StoreBuilder().Tag('b')
            .Image('a', StoreBuilder.Json('a', 'b'), StoreBuilder.Id('b') + "\n").Image('b', StoreBuilder.Json('b', 'a')).Container('c', 'b');
        string tar = store.WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, Damaged);
        Assert.That(Ask(tar, Damaged, "history", "farm"), Is.Not.Empty);
        Assert.That(Ask(tar, Damaged, "diff", "barn").Select(row => row.Text("path")), Does.Contain("/written"));
    }

    [Test]
    public void An_image_that_is_its_own_parent_ends()
    {
        var store = new StoreBuilder().Tag('b')
            .Image('a', StoreBuilder.Json('a', null)).Image('b', StoreBuilder.Json('b', 'b'), StoreBuilder.Id('b') + "\n").Container('c', 'b');
        AssertRest(store.WriteTo(_scratch.File("e.tar")), Damaged);
    }

    [TestCase("SQLite format 3\0 and then nothing that fits")]
    [TestCase("garbage")]
    public void A_broken_linkgraph_leaves_the_container_its_name(string content) =>
        AssertRest(StoreBuilder.Whole().File("linkgraph.db", content).WriteTo(_scratch.File("e.tar")), Damaged);

    /// <summary>A database that would count for ever, or fill the memory, if anything in it were run.</summary>
    [TestCase("CREATE VIEW edge AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS rowid, i AS entity_id, '0' AS parent_id, i AS name FROM n", "edge is a view")]
    [TestCase("CREATE TABLE edge (entity_id, parent_id, name AS (hex(zeroblob(400000000)))); INSERT INTO edge VALUES ('x', '0')", "generated columns")]
    public void A_linkgraph_that_computes_is_not_run(string statement, string expected)
    {
        string tar = StoreBuilder.Whole().File("linkgraph.db", Database(statement)).WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, Damaged);
        Assert.That(BuiltProgram.Run("containers", tar).MustExit(Damaged).Errors, Does.Contain(expected));
    }

    [Test]
    public void A_container_with_half_a_configuration_is_still_a_row()
    {
        string tar = StoreBuilder.Whole().File($"containers/{StoreBuilder.Id('d')}/config.json", "{\"ID\":\"").WriteTo(_scratch.File("e.tar"));
        AssertRest(tar, Damaged);
        Assert.That(Ask(tar, Damaged, "containers").Select(row => row.Text("id")), Does.Contain(StoreBuilder.Id('d')));
    }

    [Test]
    public void A_log_with_a_torn_tail_keeps_its_lines()
    {
        string id = StoreBuilder.Id('c');
        string log = "{\"log\":\"one\\n\",\"stream\":\"stdout\",\"time\":\"2013-12-17T14:49:01.5Z\"}\n\0\0\0\0\0{\"log\":\"two";
        string tar = StoreBuilder.Whole().File($"containers/{id}/{id}-json.log", log).WriteTo(_scratch.File("e.tar"));
        ProgramRun run = BuiltProgram.Run("logs", tar, "barn", "--format", "json").MustExit(0, Damaged);
        Assert.That(run.JsonRows()[0].Text("text")!.TrimEnd('\n'), Is.EqualTo("one"));
    }

    /// <summary>A name that climbs out is data, never a place to write or read.</summary>
    [TestCase("../../climbed-out")]
    [TestCase("var/lib/docker/../../../../climbed-out")]
    [TestCase("/climbed-out")]
    public void A_member_that_climbs_out_is_never_followed(string name)
    {
        string folder = _scratch.Folder("deep/er/est");
        string tar = StoreBuilder.Whole().Raw(name, "out").WriteTo(Path.Combine(folder, "e.tar"));
        AssertRest(tar, 0, Damaged);
        Assert.That(Directory.EnumerateFiles(_scratch.Root, "climbed-out", SearchOption.AllDirectories), Is.Empty);
    }

    /// <summary>The store's own directory as a link to the examiner's /etc: nothing of that may be read.</summary>
    [Test]
    public void A_link_out_of_the_evidence_is_never_followed()
    {
        var store = new StoreBuilder().Tag('b')
            .Symlink("graph", "/etc").Container('c', 'b');
        ProgramRun run = BuiltProgram.Run("timeline", store.WriteTo(_scratch.File("e.tar"))).MustExit(NoStore, Damaged).MustExplainItself();
        Assert.That(run.Text, Does.Not.Contain("passwd"));
    }

    [Test]
    public void A_link_out_of_a_directory_is_never_followed()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("links need rights there");
        string root = _scratch.Folder("evidence/var/lib/docker");
        string secret = _scratch.Folder("outside");
        Directory.CreateDirectory(Path.Combine(secret, StoreBuilder.Id('a')));
        File.WriteAllText(Path.Combine(secret, StoreBuilder.Id('a'), "json"), StoreBuilder.Json('a', null));
        Directory.CreateDirectory(Path.Combine(root, "aufs", "diff"));
        Directory.CreateDirectory(Path.Combine(root, "containers"));
        File.WriteAllText(Path.Combine(root, "repositories-aufs"), StoreBuilder.Tags('a'));
        Directory.CreateSymbolicLink(Path.Combine(root, "graph"), secret);
        ProgramRun run = BuiltProgram.Run("images", _scratch.File("evidence"), "--all", "--format", "json").MustExit(NoStore, Damaged).MustExplainItself();
        Assert.That(run.Text, Does.Not.Contain("docker_version\":\"0.7.2"));
    }

    private string Write(string name, byte[] content)
    {
        string path = _scratch.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private void AssertNoStore(string evidence)
    {
        ProgramRun run = BuiltProgram.Run("timeline", evidence).MustExit(NoStore).MustExplainItself();
        Assert.Multiple(() =>
        {
            Assert.That(run.Output, Is.Empty, "nothing on standard output");
            Assert.That(run.Errors, Does.Contain(Path.GetFileName(evidence)), "the evidence is named");
            Assert.That(run.Errors.TrimEnd().Split('\n'), Has.Length.LessThanOrEqualTo(2), "one or two lines");
        });
        string report = _scratch.File("report.csv");
        BuiltProgram.Run("analyze", evidence, "-o", report).MustExit(NoStore);
        Assert.That(File.Exists(report), Is.False, "no report of nothing");
    }

    /// <summary>What every one of these stores still holds: the container, and the file it wrote.</summary>
    private static void AssertRest(string tar, params int[] codes)
    {
        JsonRow container = Ask(tar, codes, "containers").Single(row => row.Text("id") == StoreBuilder.Id('c'));
        ProgramRun timeline = BuiltProgram.Run("timeline", tar).MustExit(codes);
        var rows = new TimelineRows(CsvTable.Parse(timeline.Output));
        if (!codes.Contains(0))
            timeline.MustExplainItself();
        Assert.Multiple(() =>
        {
            Assert.That(container.Text("name"), Is.EqualTo("barn"));
            Assert.That(container.Number("exit_code"), Is.EqualTo(3));
            Assert.That(rows.Of("layer.file.modified").Count(row => row["layer"] == StoreBuilder.Id('c') && row.Path == "/written"), Is.EqualTo(1));
            Assert.That(rows.Of("layer.file.modified").Count(row => row["layer"] == StoreBuilder.Id('b') && row.Path == "/of-b"), Is.LessThanOrEqualTo(1));
        });
    }

    private byte[] Database(string statement)
    {
        string path = _scratch.File("made.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
        return File.ReadAllBytes(path);
    }

    private static IReadOnlyList<JsonRow> Ask(string tar, int code, string command, params string[] rest) => Ask(tar, [code], command, rest);

    private static IReadOnlyList<JsonRow> Ask(string tar, int[] codes, string command, params string[] rest) =>
        BuiltProgram.Run([command, tar, .. rest, "--format", "json"]).MustExit(codes).JsonRows();
}
