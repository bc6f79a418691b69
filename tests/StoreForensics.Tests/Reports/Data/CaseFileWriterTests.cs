using System.Text;
using Microsoft.Data.Sqlite;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Sqlite;
using StoreForensics.Reports.Sqlite.Questions;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>The SQLite case file, read back through SQLite.</summary>
public sealed class CaseFileWriterTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("storeforensics-sqlite-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Every_event_is_a_row_in_order()
    {
        List<object?[]> rows = Ask(Write(Samples.Case()), "SELECT datetime, event_type, message, path FROM events ORDER BY event_key");

        Assert.That(rows.Select(row => row[0]), Is.EqualTo(Samples.Events.Select(e => e.Time.ToTimelineString())));
        Assert.That(rows.Select(row => row[1]), Is.EqualTo(Samples.Events.Select(e => e.Type.Name())));
        Assert.That(rows[2][3], Is.EqualTo("/bin/su"));
    }

    /// <summary>Whatever bytes a name has: they can be had back, from the text where that is exact, else from the column beside it.</summary>
    [Test]
    public void Bytes_of_the_evidence_can_be_had_back()
    {
        List<object?[]> rows = Ask(Write(Samples.Case()),
            "SELECT coalesce(message_bytes, message), coalesce(path_bytes, path), coalesce(link_target_bytes, link_target), coalesce(origin_bytes, origin) FROM events ORDER BY event_key");

        for (int i = 0; i < rows.Count; i++)
        {
            EventDraft e = Samples.Events[i];
            Assert.That(rows[i].Select(AsBytes), Is.EqualTo(new[] { e.Message, e.Path, e.LinkTarget, e.Origin }), $"event {i}");
        }
    }

    [Test]
    public void Bad_bytes_show_in_the_text()
    {
        object?[] row = Ask(Write(Samples.Case()), "SELECT origin, message FROM events WHERE origin_bytes IS NOT NULL")[0];

        Assert.That(row[0], Is.EqualTo("\\xfe\u2029o"));
        Assert.That(row[1], Does.Contain(@"\x00").And.Contain(@"\xff").And.Not.Contain("\0"));
    }

    [Test]
    public void Nothing_is_damaged_and_the_numbers_tell_what_it_is()
    {
        string file = Write(Samples.Case(inventory: SampleInventory.Make()));

        Assert.That(Ask(file, "PRAGMA integrity_check").Single()[0], Is.EqualTo("ok"));
        Assert.That(Ask(file, "PRAGMA user_version").Single()[0], Is.EqualTo(1L));
        Assert.That(Ask(file, "PRAGMA application_id").Single()[0], Is.EqualTo(0x53466361L));
        Assert.That(Ask(file, "SELECT value FROM meta WHERE key = 'schema'").Single()[0], Is.EqualTo("storeforensics.case"));
    }

    [Test]
    public void Same_case_same_bytes()
    {
        byte[] once = File.ReadAllBytes(Write(Samples.Case(inventory: SampleInventory.Make())));
        byte[] again = Samples.Write(new CaseFileWriter { ScratchDirectory = _folder }, Samples.Case(inventory: SampleInventory.Make()));

        Assert.That(again.AsSpan().SequenceEqual(once));
        Assert.That(Directory.GetFileSystemEntries(_folder), Has.Length.EqualTo(1), "scratch files are gone");
    }

    [Test]
    public void Every_table_names_the_evidence_and_is_strict()
    {
        string file = Write(Samples.Case());
        string[] tables = [.. Ask(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'").Select(row => (string)row[0]!)];

        Assert.That(tables, Is.SupersetOf(new[] { "events", "images", "steps", "layers", "files", "containers", "findings", "problems" }));
        foreach (string table in tables)
        {
            Assert.That(Ask(file, $"SELECT name FROM pragma_table_info('{table}')").Select(row => row[0]), Does.Contain("evidence_id"), table);
            Assert.That(Ask(file, $"SELECT strict FROM pragma_table_list WHERE name = '{table}'").Single()[0], Is.EqualTo(1L), table);
        }
    }

    [Test]
    public void Every_view_can_be_read()
    {
        string file = Write(Samples.Case(inventory: SampleInventory.Make()));
        string[] views = [.. Ask(file, "SELECT name FROM sqlite_schema WHERE type = 'view'").Select(row => (string)row[0]!)];

        Assert.That(views, Has.Length.GreaterThanOrEqualTo(8));
        foreach (string view in views)
            Assert.That(() => Ask(file, $"SELECT * FROM {view}"), Throws.Nothing, view);
        Assert.That(Ask(file, "SELECT * FROM events_with_subjects"), Has.Count.EqualTo(Samples.Events.Count));
        Assert.That(Ask(file, "SELECT source, destination FROM container_mounts").First(), Is.EqualTo(new object[] { "/", "/host" }));
        Assert.That(Ask(file, "SELECT variable FROM container_environment").Select(row => row[0]), Does.Contain("SECRET=x"));
    }

    /// <summary>The first columns of the view are those of the timeline, in its order.</summary>
    [Test]
    public void The_view_of_events_has_the_columns_of_the_timeline() =>
        Assert.That(Ask(Write(Samples.Case()), "SELECT name FROM pragma_table_info('events_with_subjects')").Select(row =>
            row[0]).Take(TimelineColumns.Names.Count), Is.EqualTo(TimelineColumns.Names));

    [Test]
    public void The_inventory_is_there()
    {
        Inventory inventory = SampleInventory.Make();
        string file = Write(Samples.Case(inventory: inventory));

        Assert.That(Ask(file, "SELECT image_id FROM images ORDER BY image_key").Select(row => row[0]), Is.EqualTo(inventory.Images.Select(i => i.Id)));
        Assert.That(Ask(file, "SELECT step, created_by, layer FROM history").Select(row => row[0]), Is.EqualTo(new object[] { 1L, 2L }));
        Assert.That(Ask(file, "SELECT l.layer FROM containers c JOIN layers l USING (layer_key)").Single()[0], Is.EqualTo("mount-1"));
        Assert.That(Ask(file, "SELECT name FROM image_names ORDER BY name").Select(row => row[0]),
            Is.EqualTo(new[] { "corp/web:1", "corp/web:2", "corp/web@sha256:dd" }));
        Assert.That(Ask(file, "SELECT hex(path_bytes) FROM problems WHERE path_bytes IS NOT NULL").Single()[0], Is.EqualTo("612FFF62"));
        Assert.That(Ask(file, "SELECT volume FROM volumes").Single()[0], Is.EqualTo("web\ndata"));
    }

    /// <summary>Case files of two hosts, attached: one query over both, and every row tells its host.</summary>
    [Test]
    public void Case_files_can_be_attached()
    {
        string one = Write(CaseOf("host1.tar")), two = Write(CaseOf("host2.tar"));
        using SqliteConnection connection = Open(one);
        Run(connection, $"ATTACH '{two}' AS other");

        List<object?[]> rows = Read(connection,
            "SELECT evidence, count(*) FROM (SELECT * FROM main.events_with_subjects UNION ALL SELECT * FROM other.events_with_subjects) GROUP BY evidence_id ORDER BY evidence");

        Assert.That(rows, Is.EqualTo(new object[][] { ["host1.tar", 1L], ["host2.tar", 1L] }));
    }

    [Test]
    public void A_disk_that_fails_is_an_io_error() =>
        Assert.That(() => new CaseFileWriter().WriteFile(Samples.Case(), Path.Combine(_folder, "no", "such", "folder", "case.sqlite")),
            Throws.InstanceOf<IOException>());

    private static Case CaseOf(string evidence)
    {
        var subject = new EventSubject { Index = 0, Evidence = evidence, Store = "overlay2", Containers = ["web"] };
        Case basis = Samples.Case([new EventDraft { Time = new(1335916802, 0), Type = EventType.ContainerStarted, Subject = subject }]);
        return new Case
        {
            Details = basis.Details,
            Tool = basis.Tool,
            Evidence = [basis.Evidence[0] with { Name = evidence }],
            Inventory = basis.Inventory,
            Timeline = basis.Timeline,
            Problems = [],
        };
    }

    /// <summary>A job that is low because a graver finding tells of its file is asked for as what it is; what is low by itself is not.</summary>
    [Test]
    public void Persistence_is_asked_for_whatever_tells_of_it()
    {
        Finding job = new()
        {
            Rule = "persistence-cron",
            Severity = FindingSeverity.Low,
            Alone = FindingSeverity.Medium,
            Confidence = FindingConfidence.Medium,
            Title = "Scheduled job",
            Reason = "/etc/cron.d/x was added.",
            Attack = ["T1053.003"],
            Next = "",
            Subjects = ["app:1"],
            Origins = [new Origin("e v.tar", default)],
        };
        string file = Write(Samples.Case(findings: [job, job with { Rule = "persistence-boot", Alone = null }]));

        Assert.That(Ask(file, Question.Named("persistence").Sql).Select(row => row[2]), Is.EqualTo(new[] { "persistence-cron" }));
    }

    private string Write(Case subject)
    {
        string path = Path.Combine(_folder, $"case-{Directory.GetFiles(_folder).Length}.sqlite");
        File.WriteAllBytes(path, []);
        Assert.That(new CaseFileWriter().WriteFile(subject, path), Is.Null);
        return path;
    }

    private static byte[] AsBytes(object? value) => value switch { null => [], byte[] bytes => bytes, _ => Encoding.UTF8.GetBytes((string)value) };

    private static List<object?[]> Ask(string file, string sql)
    {
        using SqliteConnection connection = Open(file);
        return Read(connection, sql);
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<object?[]> Read(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
