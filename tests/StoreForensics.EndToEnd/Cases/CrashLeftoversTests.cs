using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>What crashes, cuts and tapes leave, as the recipes of the shared folder make it: the rest is told, the loss too, and no more.</summary>
internal sealed class CrashLeftoversTests
{
    [Test]
    public void Zeros_behind_a_gzip_are_no_damage()
    {
        string padded = CaseInput.Of("gzip-zero-padding");
        ProgramRun run = BuiltProgram.Run("info", padded, "--format", "json").MustExit(0);
        Assert.That(run.Errors, Is.Empty);
        string whole = Path.Combine(ScratchFolder.Session.Folder("case-not-padded"), Path.GetFileName(padded));
        File.WriteAllBytes(whole, File.ReadAllBytes(padded)[..^4096]);
        string[] timelines = [.. new[] { padded, whole }.Select(path =>
            BuiltProgram.RunIn(Path.GetDirectoryName(path)!, null, "timeline", Path.GetFileName(path)).MustExit(0).Text)];
        Assert.That(timelines[0] == timelines[1], Is.True, "the same timeline");
    }

    [Test]
    public void Other_bytes_behind_a_gzip_are_damage()
    {
        string path = ScratchFolder.Session.File("case-gzip-other.tar.gz");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(CaseInput.Of("gzip-zero-padding")), .. "x"u8]);
        Assert.That(BuiltProgram.Run("info", path).MustExit(4).Errors, Does.Contain("[SF-COMPRESS-0003]"));
    }

    [Test]
    public void What_an_empty_host_configuration_told_is_unknown()
    {
        ProgramRun run = BuiltProgram.Run("containers", CaseInput.Of("hostconfig-empty"), "--format", "json").MustExit(4);
        Assert.That(run.Errors, Does.Contain("hostconfig.json"));
        JsonRow row = run.JsonRows().Single(r => r.Text("name") == "node-exporter");
        string[] unknown = ["privileged", "network_mode", "pid_mode", "restart_policy", "cap_add", "cap_drop"];
        Assert.That(unknown.Where(key => row.Value(key).ValueKind != JsonValueKind.Null), Is.Empty);
        Assert.That(new[] { "env", "labels", "mounts" }.Where(key => row.Value(key).ValueKind == JsonValueKind.Null), Is.Empty);
        Assert.That(run.JsonRows().Where(r => r != row && r.Text("name") != "node-exporter").Select(r => r.Value("cap_add").ValueKind),
            Has.All.EqualTo(JsonValueKind.Array));
    }

    [Test]
    public void Every_report_shows_the_unknown_as_unknown()
    {
        string target = ScratchFolder.Session.File("case-hostconfig-reports") + "/";
        BuiltProgram.Run("analyze", CaseInput.Of("hostconfig-empty"), "-o", target).MustExit(4);
        string html = File.ReadAllText(Directory.GetFiles(target, "*.html").Single());
        string facts = html[html.IndexOf("<dt>Id</dt>\n<dd><code>dbad02523aa133abbbc5972b38af33cde98c49527b9b3bdf37f481c82e0d4e8a",
            StringComparison.Ordinal)..];
        facts = facts[..facts.IndexOf("<dt>Id</dt>", 1, StringComparison.Ordinal)];
        foreach (string unknown in (string[])["Capabilities added", "Capabilities dropped", "Privileged", "Network mode", "Process namespace", "Devices"])
            Assert.That(facts, Does.Match($"<dt>{unknown}</dt>\\s*<dd class=\"none\">not recorded"));
    }

    [Test]
    public void A_log_with_NUL_bytes_gives_its_other_lines_and_tells_the_stretches()
    {
        string evidence = CaseInput.Of("log-nul-record");
        string[] whole = Lines(BuiltProgram.Run("logs", CaseInput.Whole, "web").MustExit(0));
        ProgramRun run = BuiltProgram.Run("logs", evidence, "web").MustExit(4);
        Assert.That(Lines(run), Is.EqualTo(whole.Where((_, i) => i != 3)));
        Assert.That(whole[3], Does.Contain("GET /item/3 200"));
        string log = "36d497b7c8dc9c8412453680382dc538da12ea1dfb718d239511478b1ff1955f-json.log";
        Assert.That(run.Errors.Split('\n').Where(l => l.Contains("SF-LOG-0007", StringComparison.Ordinal)),
            Has.Exactly(2).Matches($"{log} at byte [0-9]+: [0-9]+ bytes"));
        Assert.That(run.Errors, Does.Contain(": 4096 bytes of the log are NUL bytes"));
        BuiltProgram.Run("info", evidence).MustExit(4);
        BuiltProgram.Run("analyze", evidence, "--quiet", "-o", ScratchFolder.Session.File("case-nul.jsonl")).MustExit(4);
    }

    [Test]
    public void A_rotation_that_is_there_twice_is_read_once()
    {
        string evidence = CaseInput.Of("log-both-rotations");
        ProgramRun run = BuiltProgram.Run("logs", evidence, "import-failed").MustExit(0, 4);
        string[] rows = [.. Lines(run).Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..])];
        Assert.That(rows, Is.EqualTo(Enumerable.Range(37, 24).Select(i => $"row {i} imported")));
        string timeline = BuiltProgram.Run("timeline", evidence, "--type", "*log*").Text;
        Assert.That(timeline.Split('\n').Count(l => l.Contains("row 37 imported", StringComparison.Ordinal)), Is.LessThanOrEqualTo(1));
        string report = ScratchFolder.Session.File("case-twice.json");
        BuiltProgram.Run("analyze", evidence, "-o", report).MustExit(0, 4);
        using var read = JsonDocument.Parse(File.ReadAllBytes(report));
        JsonElement[] told = [.. read.RootElement.GetProperty("problems").EnumerateArray()];
        Assert.That(told.Where(p => p.GetRawText().Contains("-json.log.2.gz", StringComparison.Ordinal)).Select(p => p.GetProperty("code").GetString()),
            Is.EqualTo(new[] { "SF-LOG-0008" }));
    }

    [Test]
    public void An_image_without_layers_is_whole()
    {
        string evidence = CaseInput.Of("image-no-layers"), tar = ScratchFolder.Session.File("case-empty.tar");
        ProgramRun run = BuiltProgram.Run("ls", evidence, "corp/empty:1").MustExit(0);
        Assert.That((run.Text, run.Errors), Is.EqualTo(("", "")));
        run = BuiltProgram.Run("extract", evidence, "corp/empty:1", "-o", tar).MustExit(0);
        Assert.That(run.Errors, Is.Empty);
        Assert.That(File.ReadAllBytes(tar), Is.Not.Empty.And.All.Zero, "a tar that ends at once");
        run = BuiltProgram.Run("compare", evidence, "corp/empty:1", "shop/web:1.4").MustExit(0);
        Assert.That(run.Errors, Is.Empty);
        BuiltProgram.Run("ls", evidence, "corp/empty:1", "/etc").MustExit(2);
        BuiltProgram.Run("extract", evidence, "corp/empty:1", "--all-versions", "-o", ScratchFolder.Session.File("case-empty-all.tar")).MustExit(0);
        BuiltProgram.Run("history", evidence, "corp/empty:1", "--changes").MustExit(0);
        BuiltProgram.Run("verify", evidence).MustExit(0);
    }

    [TestCase("var/lib", "docker")]
    [TestCase("var", "lib/docker")]
    [TestCase(".", "var/lib/docker")]
    public void What_may_not_be_opened_is_named_instead_of_nothing_found(string place, string closed)
    {
        string copy = ScratchFolder.Session.Folder("case-no-permission"), root = Path.Combine(copy, "var/lib/docker");
        Directory.CreateDirectory(Path.Combine(root, "image/overlay2/imagedb"));
        Directory.CreateDirectory(Path.Combine(root, "containers"));
        HostTool.Run("chmod", ["0755", ScratchFolder.Session.Root, copy]);
        HostTool.Run("chmod", ["0710", root]);
        string program = BuiltProgram.Assembly, told = ScratchFolder.Session.File("case-no-permission.txt");
        if (Environment.UserName != "root")
            Assert.Ignore("Only root can run the program as somebody else.");
        // ignored where that user cannot start it
        HostTool.Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", program, "--version"]);
        HostTool.Run("sh", ["-c", "setpriv --reuid=65534 --regid=65534 --clear-groups dotnet \"$0\" info \"$1\" 2>&1; echo exit $?", program,
            Path.Combine(copy, place)],
            outputFile: told);
        string text = File.ReadAllText(told);
        Assert.That(text, Does.Contain($": {closed} could not be opened for lack of permission: run the program as root, or on a copy"));
        Assert.That(text, Does.EndWith("exit 3\n"));
    }

    private static string[] Lines(ProgramRun run) => run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
