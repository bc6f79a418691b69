using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>What narrows a timeline, findings and lists, and calls that come near to right ones.</summary>
[TestFixture]
internal sealed class TimelineFilterTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    private static readonly Lazy<IReadOnlyList<JsonRow>> s_whole = new(() => Rows("timeline", "--findings"));

    [TestCase("2026-11-27 10:12:08")]
    [TestCase("2026-11-27T10:12:08Z")]
    [TestCase("2026-11-27 10:12:08 UTC")]
    [TestCase("2026-11-27T11:12:08+01:00")]
    public void Around_a_time_is_its_window_on_both_sides(string time)
    {
        string[] expected = [.. s_whole.Value.Select(r => r.Text("datetime")!)
            .Where(t => string.CompareOrdinal(t, "2026-11-27T10:12:06.") >= 0 && string.CompareOrdinal(t, "2026-11-27T10:12:10.000000000+") < 0)];
        Assert.That(Rows("timeline", "--around", time, "--window", "2s").Select(r => r.Text("datetime")), Is.EqualTo(expected).And.Not.Empty);
    }

    [Test]
    public void A_minute_is_a_time() =>
        Assert.That(Rows("timeline", "--around", "2026-11-27 10:12", "--window", "30s"), Has.Count.EqualTo(s_whole.Value.Count(r =>
            string.CompareOrdinal(r.Text("datetime"), "2026-11-27T10:11:30.") >= 0 && string.CompareOrdinal(r.Text("datetime"), "2026-11-27T10:12:30.000000000+") <= 0)));

    [Test]
    public void A_text_is_looked_for_in_message_command_and_path()
    {
        IReadOnlyList<JsonRow> rows = Rows("timeline", "--match", "AUTHORIZED_keys");
        JsonRow[] expected = [.. s_whole.Value.Where(r => ((string?[])[r.Text("message"), r.Text("path"), r.Text("command")])
            .Any(t => t?.Contains("authorized_keys", StringComparison.OrdinalIgnoreCase) == true))];
        Assert.That(rows.Select(r => r.Text("origin")), Is.EqualTo(expected.Select(r => r.Text("origin"))).And.Not.Empty);
    }

    [Test]
    public void A_tag_of_findings_looks_for_findings()
    {
        IReadOnlyList<JsonRow> rows = Rows("timeline", "--tag", "finding:setid-*");
        Assert.That(rows.Select(r => r.Text("tag")), Is.All.Contain("finding:setid-added").And.Not.Empty);
        Assert.That(rows, Has.Count.EqualTo(s_whole.Value.Count(r => r.Text("tag")?.Contains("finding:setid-added", StringComparison.Ordinal) == true)));
    }

    [Test]
    public void Findings_are_narrowed_by_severity_rule_image_and_container()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rows("findings", "--severity", "high").Select(r => r.Text("severity")).Distinct(), Is.EquivalentTo(new[] { "critical", "high" }));
            Assert.That(Rows("findings", "--rule", "secret-*").Select(r => r.Text("rule")), Is.All.StartsWith("secret-").And.Not.Empty);
            Assert.That(Rows("findings", "--container", "web").Select(r => r.List("subjects")), Is.All.Contain("web").And.Not.Empty);
            Assert.That(Rows("findings", "--image", "shop/web:1.3").Select(r => r.List("subjects")), Is.All.Contain("shop/web:1.3").And.Not.Empty);
        });
    }

    [TestCase("--type|container.finshed", "no type of event is called container.finshed")]
    [TestCase("--around|yesterday", "--around takes RFC 3339")]
    [TestCase("--around|2026-11-27 10:12|--window|long", "--window takes a length of time")]
    [TestCase("--window|5m", "--window needs --around")]
    public void What_cannot_be_meant_is_told_before_anything_is_read(string options, string words) =>
        Assert.That(BuiltProgram.Run(["timeline", "nowhere.tar", .. options.Split('|')]).MustExit(2).MustExplainItself().Errors, Does.Contain(words));

    [TestCase("analyse x", "did you mean analyze?")]
    [TestCase("nonsense", "there is no command nonsense")]
    public void A_wrong_command_is_put_right(string call, string words) =>
        Assert.That(BuiltProgram.Run(call.Split(' ')).MustExit(2).MustExplainItself().Errors, Does.Contain(words));

    [Test]
    public void Evidence_alone_is_asked_what_to_do() =>
        Assert.That(BuiltProgram.Run(s_sample).MustExit(2).MustExplainItself().Errors, Does.Contain("storeforensics info ").And.Contain("analyze "));

    [Test]
    public void Flags_of_Docker_s_client_are_taken()
    {
        Assert.That(BuiltProgram.Run("containers", s_sample, "-a", "--no-trunc").MustExit(0).Output, Is.EqualTo(BuiltProgram.Run("containers", s_sample).Output));
        Assert.That(BuiltProgram.Run("images", s_sample, "-a", "--no-trunc").MustExit(0).Output, Is.EqualTo(BuiltProgram.Run("images", s_sample, "--all").Output));
    }

    [TestCase("history|shop/web:9")]
    [TestCase("ls|web:9")]
    public void A_tag_that_is_not_there_names_those_that_are(string call)
    {
        string[] words = call.Split('|');
        Assert.That(BuiltProgram.Run(words[0], s_sample, words[1]).MustExit(2).MustExplainItself().Errors, Does.Contain("shop/web:1.3, shop/web:1.4"));
    }

    [TestCase("cat")]
    [TestCase("ls")]
    public void Of_a_deleted_path_it_is_told_who_deleted_it(string command)
    {
        string layer = Rows("containers").Single(c => c.Text("name") == "web").Text("layer")!;
        Assert.That(BuiltProgram.Run(command, s_sample, "web", "/etc/app/app.conf").MustExit(2).MustExplainItself().Errors,
            Does.Contain($"layer {layer} deleted it").And.Contain("--all-versions"));
    }

    private static IReadOnlyList<JsonRow> Rows(string command, params string[] options) =>
        BuiltProgram.Run([command, s_sample, "--format", command == "timeline" ? "jsonl" : "json", .. options]).MustExit(0).JsonRows();
}
