using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>findings</c> and <c>rules</c>, and what they leave in the timeline, over the committed sample.</summary>
[TestFixture]
internal sealed class FindingsCommandTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    private const string Rule = """
        version: 1
        rules:
        - id: our-rule
          title: Ours
          when: A file is the one.
          severity: critical
          attack: T1505.003
          next: Ask.
          file: {path: '**/kworkerd'}
          examples:
            fires:
            - {path: /tmp/kworkerd}
            silent:
            - {path: /tmp/kworker}
        disable: [container-privileged]
        """;

    [Test]
    public void Rules_of_the_user_find_and_switch_off()
    {
        IReadOnlyList<JsonRow> found = BuiltProgram.Run("findings", s_sample, "--rules", Write("ours.yaml", Rule), "--format", "json").MustExit(0).JsonRows();
        string[] rules = [.. found.Select(f => f.Text("rule")!)];
        Assert.That(rules, Has.Member("our-rule").And.No.Member("container-privileged").And.Member("setid-added"));
    }

    [Test]
    public void A_list_of_indicators_is_looked_for()
    {
        IReadOnlyList<JsonRow> found = BuiltProgram.Run("findings", s_sample, "--ioc", Write("list.txt", "192[.]0[.]2[.]44 # their server\n"), "--format",
            "json").MustExit(0).JsonRows();
        Assert.That(found.Where(f => f.Text("rule") == "indicator").Select(f => f.Text("reason")), Has.Some.Contains("line 1 (their server)"));
    }

    /// <summary>The digest is sha256sum's of what <c>cat</c> gives: the crontab that the intruder left.</summary>
    [Test]
    public void Rules_know_contents_and_mounts()
    {
        string digest = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BuiltProgram.Run("cat", s_sample, "web",
            "/etc/crontab").MustExit(0).Output));
        string rules = Write("digest.yaml", $$"""
            version: 1
            rules:
            - {id: by-digest, title: t, when: w, severity: high, attack: T1059, next: n, file: {digest: {{digest}} } }
            - {id: by-mount, title: t, when: w, severity: high, attack: T1059, next: n, text: {in: mount, any: '^bind /:.*:rw$'} }
            """);
        IReadOnlyList<JsonRow> found = BuiltProgram.Run("findings", s_sample, "--rules", rules, "--format", "json").MustExit(0).JsonRows();
        Assert.Multiple(() =>
        {
            Assert.That(found.Where(f => f.Text("rule") == "by-digest").Select(f => f.Text("path")), Is.Not.Empty.And.All.EqualTo("/etc/crontab"));
            Assert.That(found.Where(f => f.Text("rule") == "by-mount").SelectMany(f => f.List("subjects")), Is.EqualTo(new[] { "updater" }));
        });
    }

    [TestCase("--rules", "version: 2", "version: 1")]
    [TestCase("--ioc", "ip:nothing", ":1: ")]
    public void A_file_that_is_wrong_is_a_wrong_call(string option, string text, string expected)
    {
        ProgramRun run = BuiltProgram.Run("findings", s_sample, option, Write("wrong.txt", text)).MustExit(2).MustExplainItself();
        Assert.That(run.Errors, Does.Contain(expected));
    }

    [TestCase("--rules")]
    [TestCase("--ioc")]
    [TestCase("--known")]
    public void So_is_one_that_is_not_there(string option) =>
        BuiltProgram.Run("findings", s_sample, option, Path.Combine(ScratchFolder.Session.Root, "none")).MustExit(2).MustExplainItself();

    [Test]
    public void Rules_are_checked_with_their_examples()
    {
        Assert.That(BuiltProgram.Run("rules", "check", Write("good.yaml", Rule)).MustExit(0).Text, Is.EqualTo("all rules are in order\n"));
        ProgramRun run = BuiltProgram.Run("rules", "check",
            Write("bad.yaml", Rule.Replace("{path: /tmp/kworker}", "{path: /x/kworkerd}", StringComparison.Ordinal))).MustExit(2);
        Assert.That(run.Errors, Does.Contain("bad.yaml:14: our-rule: the example is found"));
    }

    [Test]
    public void Rules_are_listed()
    {
        IReadOnlyList<JsonRow> rules = BuiltProgram.Run("rules", "list", "--format", "json").MustExit(0).JsonRows();
        Assert.That(rules.Select(r => r.Text("id")), Is.Unique.And.Ordered.Using<string>(StringComparer.Ordinal).And.Member("setid-added").And.Member("miner"));
    }

    [Test]
    public void Findings_are_tags_of_the_events_that_they_rest_on()
    {
        var table = CsvTable.Parse(BuiltProgram.Run("timeline", s_sample, "--findings").MustExit(0).Output);
        string[] tags = [.. table.Rows.SelectMany(r => table.Cell(r, "tag").Split(',')).Where(t =>
            t.StartsWith("finding:", StringComparison.Ordinal)).Distinct()];
        Assert.Multiple(() =>
        {
            Assert.That(BuiltProgram.Run("timeline", s_sample).MustExit(0).Text, Does.Not.Contain("finding:"), "only where asked for");
            Assert.That(tags, Has.Member("finding:setid-added").And.Member("finding:container-privileged").And.Member("finding:log-wiped").And.Member(
                "finding:command-download-run"));
            Assert.That(table.Rows.Where(r => table.Cell(r, "tag").Contains("finding:setid-added", StringComparison.Ordinal)).Select(r =>
                table.Cell(r, "mode")), Has.All.Match("^[2-7]...$"));
            Assert.That(table.Rows.Where(r => table.Cell(r, "tag").Contains("finding:container-privileged", StringComparison.Ordinal)).Select(r =>
                table.Cell(r, "event_type")), Has.All.StartWith("container."));
        });
    }

    /// <summary>A reason may quote a command with a password in it: masked, unless asked for.</summary>
    [Test]
    public void Secrets_in_reasons_are_masked_unless_asked_for()
    {
        string rules = Write("quote.yaml", """
            version: 1
            rules:
            - id: quote
              title: t
              when: w
              severity: low
              attack: T1059
              next: n
              text: {in: [step, command], any: 'ENV|PASS|TOKEN'}
            """);
        string masked = BuiltProgram.Run("findings", s_sample, "--rules", rules).MustExit(0).Text,
            shown = BuiltProgram.Run("findings", s_sample, "--rules", rules, "--show-secrets").MustExit(0).Text;
        Assert.Multiple(() =>
        {
            Assert.That(shown, Does.Contain("FAKE"));
            Assert.That(masked, Does.Contain("quote").And.Contain("••••").And.Not.Contain("FAKE"));
        });
    }

    private static string Write(string name, string text)
    {
        string path = ScratchFolder.Session.File("findings-" + name);
        File.WriteAllText(path, text);
        return path;
    }
}
