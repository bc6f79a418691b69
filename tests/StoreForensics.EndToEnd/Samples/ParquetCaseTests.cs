using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>-o NAME.case/</c>, <c>query</c>, and what takes such a case: the committed samples as two hosts of one night.</summary>
[TestFixture]
internal sealed class ParquetCaseTests
{
    private static readonly string s_web = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
    private static readonly string s_shop = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");

    private ScratchFolder _scratch = null!;
    private string _case = "";

    [OneTimeSetUp]
    public void Analyze()
    {
        _scratch = new ScratchFolder();
        _case = _scratch.File("night.case");
        BuiltProgram.Run("analyze", s_web, s_shop, "-o", _case + "/", "-o", _scratch.File("night.sqlite"), "--hash", "files").MustExit(4);
    }

    [OneTimeTearDown]
    public void Clean() => _scratch.Dispose();

    private static readonly string[][] s_questions =
    [
        ["entry"], ["persistence"], ["secrets"], ["deleted"], ["spread"], ["poisoned"], ["changed"], ["exfiltration"],
        ["shared"], ["indicators"], ["images"], ["accounts"], ["hosts"],
        ["around", "--around", "2026-11-27 10:12:08", "--window", "2s"], ["changed", "--around", "2026-11-27 10:12:08", "--window", "1h"],
    ];

    /// <summary>Two engines, two ways of keeping: one answer. Rows that nothing orders may come in another order, and so may the names in a cell.</summary>
    [TestCaseSource(nameof(s_questions))]
    public void A_question_has_one_answer(params string[] question)
    {
        Same(_scratch.File("night.sqlite"), _case, question);
    }

    /// <summary>Three hosts of real evidence, where that is at hand.</summary>
    [Test]
    public void Ten_questions_have_one_answer_on_three_hosts()
    {
        string[] hosts = [.. new[] { "attic", "reed", "quay" }.Select(h => SharedFolder.Require($"evidence/{h}/{h}.tar.xz"))];
        string sqlite = _scratch.File("three.sqlite"), folder = _scratch.File("three.case");
        BuiltProgram.Run(["analyze", .. hosts, "-o", sqlite, "-o", folder, "--hash", "files"]).MustExit(0);
        Assert.Multiple(() =>
        {
            foreach (string[] question in s_questions)
                Same(sqlite, folder, [.. question.Select(w => w.StartsWith("2026-11-27", StringComparison.Ordinal) ? "2026-11-24 04:08:33" : w)]);
        });
    }

    [Test]
    public void Another_evidence_adds_its_rows_and_touches_no_others()
    {
        string folder = _scratch.File("grows.case");
        BuiltProgram.Run("analyze", s_web, "-o", folder + "/").MustExit(0);
        Dictionary<string, byte[]> before = Files(folder);
        BuiltProgram.Run("analyze", s_shop, "-o", folder).MustExit(4);
        Dictionary<string, byte[]> after = Files(folder);
        BuiltProgram.Run("analyze", s_web, "-o", folder).MustExit(2).MustExplainItself();
        BuiltProgram.Run("analyze", s_web, "-o", folder, "--force").MustExit(0);
        Dictionary<string, byte[]> again = Files(folder);
        BuiltProgram.Run("analyze", s_web, "-o", folder, "--force", "--hash", "files").MustExit(0);
        Dictionary<string, byte[]> hashed = Files(folder);

        Assert.Multiple(() =>
        {
            Assert.That(after, Has.Count.EqualTo(before.Count * 2));
            Assert.That(before.Where(b => !after[b.Key].AsSpan().SequenceEqual(b.Value)).Select(b => b.Key), Is.Empty);
            Assert.That(again, Is.EqualTo(after), "same evidence, same bytes");
            string[] changed = [.. hashed.Where(h => !after[h.Key].AsSpan().SequenceEqual(h.Value)).Select(h => h.Key)];
            Assert.That(changed, Has.All.Contain("webapp").And.Some.StartWith("digests").And.Some.StartWith("files"));
            Assert.That(Query(folder, "SELECT evidence, count(*) n FROM findings GROUP BY ALL ORDER BY ALL").Select(r => r.Text("evidence")),
                Is.EqualTo(new[] { s_web, s_shop }));
        });
    }

    [Test]
    public void Another_evidence_of_the_same_name_is_not_replaced()
    {
        string tar = _scratch.File("host.tar.gz"), folder = _scratch.File("named.case");
        File.Copy(s_web, tar, overwrite: true);
        BuiltProgram.Run("analyze", tar, "-o", folder).MustExit(0);
        Dictionary<string, byte[]> before = Files(folder);
        File.Copy(s_shop, tar, overwrite: true);
        Assert.That(BuiltProgram.Run("analyze", tar, "-o", folder, "--force").MustExit(5).MustExplainItself().Errors, Does.Contain("another evidence called"));
        Assert.That(Files(folder), Is.EqualTo(before));
    }

    /// <summary>A partition whose last file never got its name does not count, and is made anew without being asked.</summary>
    [Test]
    public void A_partition_that_did_not_come_to_its_end_does_not_count()
    {
        string folder = _scratch.File("half.case");
        BuiltProgram.Run("analyze", s_web, s_shop, "-o", folder).MustExit(4);
        string last = Directory.GetFiles(Path.Combine(folder, "provenance"), "*.parquet", SearchOption.AllDirectories)
            .Single(f => f.Contains("webapp", StringComparison.Ordinal));
        File.Delete(last);
        Assert.That(Query(folder, "SELECT DISTINCT evidence FROM events").Select(r => r.Text("evidence")), Is.EqualTo(new[] { s_shop }));
        BuiltProgram.Run("analyze", s_web, "-o", folder).MustExit(0);
        Assert.That(Query(folder, "SELECT DISTINCT evidence FROM events ORDER BY 1").Select(r => r.Text("evidence")), Is.EqualTo(new[] { s_web, s_shop }));
    }

    [Test]
    public void It_is_never_written_into_evidence()
    {
        string evidence = _scratch.Folder("host");
        HostTool.Run("tar", ["-C", evidence, "-xzf", s_shop, "--exclude=*/dev/*"]);
        File.CreateSymbolicLink(_scratch.File("link.case"), evidence);
        string[] before = Directory.GetFileSystemEntries(evidence, "*", SearchOption.AllDirectories);
        Assert.Multiple(() =>
        {
            foreach (string output in (string[])[Path.Combine(evidence, "new.case/"), _scratch.File("link.case")])
                Assert.That(BuiltProgram.Run("analyze", evidence, "-o", output).MustExit(2).Errors, Does.Contain("evidence is never written"));
            Assert.That(BuiltProgram.Run("query", _case, "SELECT 1", "-o", Path.Combine(_case, "x.csv")).MustExit(2).Errors, Does.Contain("never written"));
            Assert.That(Directory.GetFileSystemEntries(evidence, "*", SearchOption.AllDirectories), Is.EqualTo(before));
        });
    }

    [Test]
    public void Names_of_evidence_and_folders_are_only_names()
    {
        string odd = _scratch.Folder("it's [a]* x=1;--"), tar = Path.Combine(odd, "'; DROP VIEW events; --.tar.gz"), folder = Path.Combine(odd, "o'clock?.case");
        File.Copy(s_web, tar, overwrite: true);
        BuiltProgram.Run("analyze", tar, "-o", folder).MustExit(0);
        Assert.That(Query(folder, "SELECT DISTINCT e.evidence, v.evidence AS name FROM events e JOIN evidence v USING (evidence_id)")
            .Select(r => (r.Text("evidence"), r.Text("name"))), Is.EqualTo(new[] { (tar, tar) }));
    }

    [Test]
    public void An_answer_is_a_table_csv_or_json()
    {
        const string Sql = "SELECT rule, severity_rank AS n, time_at, NULL AS x, sum(count) AS s FROM findings WHERE time IS NOT NULL GROUP BY ALL ORDER BY n DESC, rule, time_at LIMIT 1";
        JsonRow row = Query(_case, Sql)[0];
        string[] csv = BuiltProgram.Run("query", _case, Sql, "--format", "csv").MustExit(0).Text.Split('\n');
        string file = _scratch.File("answer.parquet");
        BuiltProgram.Run("query", _case, Sql, "-o", file).MustExit(0);
        Assert.Multiple(() =>
        {
            Assert.That(row.Number("n"), Is.GreaterThan(1));
            Assert.That(row.Number("s"), Is.GreaterThan(0));
            Assert.That(row.Element.GetProperty("x").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
            Assert.That(row.Text("time_at"), Does.Match(@"^20..-..-..T..:..:..\.[0-9]{9}\+00:00$"));
            Assert.That(csv[0], Is.EqualTo("rule,n,time_at,x,s"));
            Assert.That(csv[1], Is.EqualTo($"{row.Text("rule")},{row.Number("n")},{row.Text("time_at")},,{row.Number("s")}"));
            Assert.That(BuiltProgram.Run("query", _case, Sql).MustExit(0).Text, Does.Match("^RULE +N +TIME AT"));
            Assert.That(File.ReadAllBytes(file)[..4], Is.EqualTo("PAR1"u8.ToArray()));
            Assert.That(BuiltProgram.Run("query", _case, Sql, "-o", file).MustExit(2).Errors, Does.Contain("exists"));
        });
    }

    [TestCase("selec 1", "syntax error")]
    [TestCase("SELECT * FROM nowhere", "nowhere")]
    [TestCase("SELECT 1; SELECT 2", "not several")]
    [TestCase("COPY (SELECT 1) TO '/tmp/never.csv'", "no query")]
    [TestCase("SELECT 1) AS a; COPY (SELECT 1) TO '/tmp/never.csv'; SELECT * FROM (SELECT 2", "no query")]
    [TestCase("CREATE TABLE t AS SELECT 1", "no query")]
    [TestCase("SET threads = 1", "no query")]
    [TestCase("SELECT * FROM read_text('/etc/passwd')", "disabled by configuration")]
    [TestCase("SELECT * FROM read_csv('/etc/passwd')", "disabled by configuration")]
    [TestCase("SELECT * FROM glob('/etc/*')", "disabled by configuration")]
    [TestCase("INSTALL httpfs", "no query")]
    [TestCase("", "no query")]
    public void What_is_no_query_of_the_case_is_refused_in_a_line(string sql, string said)
    {
        Dictionary<string, byte[]> before = Files(_case);
        string errors = BuiltProgram.Run("query", _case, sql).MustExit(2).MustExplainItself().Errors;
        Assert.Multiple(() =>
        {
            Assert.That(errors, Does.Contain(said));
            Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1));
            Assert.That(File.Exists("/tmp/never.csv"), Is.False);
            Assert.That(Files(_case), Is.EqualTo(before));
        });
    }

    /// <summary>A case is not written through its own files, which may be read.</summary>
    [Test]
    public void The_files_of_the_case_are_not_written_by_a_query()
    {
        string file = Directory.GetFiles(Path.Combine(_case, "events"), "*.parquet", SearchOption.AllDirectories)[0];
        byte[] before = File.ReadAllBytes(file);
        BuiltProgram.Run("query", _case, $"COPY (SELECT 1 AS a) TO '{file}' (USE_TMP_FILE false)").MustExit(2);
        Assert.That(File.ReadAllBytes(file), Is.EqualTo(before));
    }

    [Test]
    public void What_is_no_case_is_told()
    {
        string damaged = _scratch.File("damaged.case");
        BuiltProgram.Run("analyze", s_web, "-o", damaged).MustExit(0);
        string file = Directory.GetFiles(Path.Combine(damaged, "events"), "*.parquet", SearchOption.AllDirectories)[0];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..1000]);
        Assert.Multiple(() =>
        {
            Assert.That(BuiltProgram.Run("query", _scratch.Folder("empty"), "SELECT 1").MustExit(3).MustExplainItself().Errors, Does.Contain("no Parquet case"));
            Assert.That(BuiltProgram.Run("query", s_web, "SELECT 1").MustExit(3).MustExplainItself().Errors, Does.Contain("no Parquet case"));
            Assert.That(BuiltProgram.Run("query", damaged, "SELECT 1").MustExit(3).MustExplainItself().Errors, Does.Contain("cannot be read"));
            Assert.That(BuiltProgram.Run("query", _case, _case, "SELECT 1").MustExit(2).MustExplainItself().Errors, Does.Contain("ask one of the two"));
            BuiltProgram.Run("query", _case).MustExit(2).MustExplainItself();
        });
    }

    [Test]
    public void Its_indicators_are_hunted_for_as_the_case_file_s_are()
    {
        string[] Hits(string from) => [.. BuiltProgram.Run("hunt", s_web, "--from", from, "--format", "json").MustExit(0).JsonRows()
            .Select(r => $"{r.Text("kind")} {r.Text("value")} {r.Text("found_in")} {r.Text("path")} {r.Text("origin")}")];
        Assert.That(Hits(_case), Is.EquivalentTo(Hits(_scratch.File("night.sqlite"))).And.Not.Empty);
    }

    /// <summary>Two copies of one host: every layer is on both, so no file needs to be told but what containers and volumes hold.</summary>
    [Test]
    public void What_hosts_share_is_told_once_and_by_its_layer_where_it_has_one()
    {
        string one = _scratch.File("<b>one.tar.gz"), two = _scratch.File("two.tar.gz"), folder = _scratch.File("twins.case");
        File.Copy(s_web, one, overwrite: true);
        File.Copy(s_web, two, overwrite: true);
        foreach (string host in (string[])[one, two, s_shop])
            BuiltProgram.Run("analyze", host, "-o", folder, "--hash", "files").MustExit(0, 4);
        IReadOnlyList<JsonRow> shared = BuiltProgram.Run("ask", "shared", folder, "--format", "json").MustExit(0).JsonRows();
        string[] layers = [.. Query(folder, $"SELECT DISTINCT diff_id FROM layers WHERE evidence = '{two}' AND diff_id IS NOT NULL ORDER BY 1")
            .Select(r => r.Text("diff_id")!)];
        IGrouping<string?, JsonRow>[] files = [.. shared.Where(r => r.Text("what") == "file").GroupBy(r => r.Text("sha256"))];
        string page = Page(folder);
        Assert.Multiple(() =>
        {
            Assert.That(shared.Where(r => r.Text("what") == "layer").Select(r => "sha256:" + r.Text("sha256")).Distinct().Order(StringComparer.Ordinal),
                Is.EqualTo(layers).And.Not.Empty);
            Assert.That(files.Where(f => f.All(r => r.Text("where_seen")!.Contains("shop/", StringComparison.Ordinal))).Select(f => f.Key), Is.Empty,
                "what an image's layer explains is left out");
            Assert.That(shared.Where(r => r.Text("path") == "/tmp/.x/kworkerd").Select(r => (r.Text("evidence"), r.Number("hosts"))).Distinct(),
                Is.EquivalentTo(new[] { (one, 2), (two, 2) }));
            Assert.That(BuiltProgram.Run("ask", "images", folder, "--format", "json").MustExit(0).JsonRows()[0].Text("name"), Is.EqualTo("shop/web:latest"));
            Assert.That(BuiltProgram.Run("ask", "indicators", folder, "--format", "json").MustExit(0).JsonRows()
                .Where(r => r.Text("value") == "192.0.2.44").Select(r => r.Number("hosts")), Is.EqualTo(new[] { 3 }), "the intruder's address is on all three");
            Assert.That(page, Does.Contain("&lt;b&gt;one.tar.gz").And.Contain("192.0.2.44").And.Contain("kworkerd"));
            Assert.That(page, Does.Not.Contain("<b>one").And.Not.Contain("<script"));
            Assert.That(page, Is.EqualTo(Page(folder)), "same case, same bytes");
        });
    }

    [Test]
    public void The_page_over_hosts_is_refused_where_it_cannot_be()
    {
        Assert.That(BuiltProgram.Run("report", _case, "-o", _scratch.File("x.pdf")).MustExit(2).MustExplainItself().Errors, Does.Contain(".html"));
        Assert.That(BuiltProgram.Run("report", _case, "-o", Path.Combine(_case, "x.html")).MustExit(2).MustExplainItself().Errors, Does.Contain("never written"));
        Assert.That(BuiltProgram.Run("report", s_web, "-o", _scratch.File("x.html")).MustExit(3).MustExplainItself().Errors, Does.Contain("no Parquet case"));
    }

    private string Page(string folder)
    {
        string file = _scratch.File("fleet.html");
        BuiltProgram.Run("report", folder, "-o", file, "--force").MustExit(0);
        return File.ReadAllText(file);
    }

    private static void Same(string sqlite, string folder, string[] question)
    {
        string[] Answer(string of) => [.. BuiltProgram.Run(["ask", question[0], of, .. question[1..], "--format", "json"]).MustExit(0).JsonRows().Select(Row)];
        string[] asked = Answer(sqlite);
        Assert.That(Answer(folder).Order(StringComparer.Ordinal), Is.EqualTo(asked.Order(StringComparer.Ordinal)), string.Join(' ', question));
        Assert.That(question[0] is "exfiltration" or "images" || asked.Length > 0, string.Join(' ', question));
    }

    // SQLite promises no order within group_concat.
    private static string Row(JsonRow row) => string.Join('\n', row.Element.EnumerateObject().Select(p => p.Name is "rules" or "containers" or "seen_on"
        ? $"{p.Name}: {string.Join('|', p.Value.ToString().Split(',', '|').Order(StringComparer.Ordinal))}" : $"{p.Name}: {p.Value.GetRawText()}"));

    private static IReadOnlyList<JsonRow> Query(string folder, string sql) => BuiltProgram.Run("query", folder, sql, "--format", "json").MustExit(0).JsonRows();

    private static Dictionary<string, byte[]> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
}
