using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// JSON that engines read and .NET does not, in every kind of file that holds JSON: names and texts that are half a surrogate pair, names in another case,
/// names that are there twice. The engine's own reader (encoding/json) is the truth.
/// </summary>
internal sealed partial class GoJsonTests
{
    private const string Root = "var/lib/docker/";
    private const string Web = Root + "containers/36d497b7c8dc9c8412453680382dc538da12ea1dfb718d239511478b1ff1955f/";

    private static string Sample(string name) => Path.Combine(Checkout.Samples, name, name + ".tar.gz");

    [TestCase("ubuntu-0.7.2")]
    [TestCase("webapp-20.10")]
    [TestCase("webshop-1.6")]
    public void Half_a_surrogate_pair_in_every_file_stops_nothing_and_changes_nothing_else(string name)
    {
        int edited = 0;
        string plain = Unpacked.PlainTar(Sample(name)), harmed = Write(name, "halves", (path, text) =>
        {
            if (!Json().IsMatch(path) || !text.StartsWith('{'))
                return null;
            edited++;
            return Opening().Replace(text, """{"\ud800":"\udfff","x":{"\udc00":["\ud800"]},""").Replace(",}", "}", StringComparison.Ordinal);
        });
        Assert.That(edited, Is.GreaterThan(5));

        string[][] calls = [["info"], ["images", "--all"], ["containers", "--format", "json"], ["timeline", "--logs", "all"], ["findings"],
            ["analyze", "--verify", "layers", "-o", "-", "--format", "json"]];
        ProgramRun[] runs = BuiltProgram.RunAll([.. calls.Select(c => (string[])[c[0], harmed, .. c[1..]])]);

        foreach (ProgramRun run in runs)
            run.MustExit(0, 1, 4).MustExplainItself();
        ProgramRun whole = BuiltProgram.Run("containers", plain, "--format", "json");
        Assert.That(Facts(runs[2]), Is.EqualTo(Facts(whole)));
        Assert.That(BuiltProgram.Run("verify", harmed).MustExit(0, 1, 4).Errors, Does.Not.Contain("Unhandled"));
    }

    [Test]
    public void Values_are_what_the_engine_reads()
    {
        string tar = Write("webapp-20.10", "values", (path, text) => path switch
        {
            Web + "hostconfig.json" => text.Replace("\"Privileged\":false", "\"privileged\":true", StringComparison.Ordinal).Replace("\"PidMode\":\"\"",
                "\"PidMode\":\"\",\"pidmode\":\"host\"", StringComparison.Ordinal)
                .Replace("\"CapAdd\":null", "\"CapAdd\":[\"A\"],\"CAPADD\":[\"SYS_\\ud800\"]", StringComparison.Ordinal),
            Web + "config.v2.json" => text.Replace("\"Config\":{",
                "\"Config\":{\"Labels\":{\"gone\":\"1\"}},\"CONFIG\":{\"labels\":{\"Key\":\"1\",\"key\":\"2\",\"key\":\"\\udfff\"},", StringComparison.Ordinal)
                .Replace("\"RestartCount\":0", "\"restartcount\":9007199254740993", StringComparison.Ordinal),
            Root + "image/overlay2/repositories.json" =>
                text.Replace("{\"Repositories\":{", "{\"repositories\":{\"\\ud800\":{\"\\ud800:1\":\"sha256:" + new string('0', 64) + "\"},",
                StringComparison.Ordinal),
            _ => null,
        });

        JsonRow web = BuiltProgram.Run("containers", tar, "--format", "json").MustExit(0, 4).JsonRows().Single(r =>
            Web.Contains(r.Text("id")!, StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            Assert.That(web.Flag("privileged"), Is.True);
            Assert.That(web.Text("pid_mode"), Is.EqualTo("host"));
            Assert.That(web.List("cap_add"), Is.EqualTo(new[] { "SYS_\uFFFD" }));
            Assert.That(web.Number("restart_count"), Is.EqualTo(9007199254740993));
            var labels = new JsonRow(web.Value("labels"));
            Assert.That((labels.Text("Key"), labels.Text("key")), Is.EqualTo(("1", "\uFFFD")));
        });
        Assert.That(BuiltProgram.Run("images", tar, "--format", "json").MustExit(0, 4).JsonRows().Select(r => r.Text("repository")), Does.Contain("shop/web"));
        Assert.That(BuiltProgram.Run("findings", tar).MustExit(0, 4).Text, Does.Contain("privileged").IgnoreCase);
    }

    [Test]
    public void A_hosts_daemon_json_is_read_too()
    {
        string tar = Write("webapp-20.10", "daemon", static (_, _) => null, new TinyTar().File("etc/os-release", "ID=debian\n").File("etc/docker/daemon.json", """{"\ud800":"\udfff","labels":["a"],"labels":["b\ud800"]}"""));

        Assert.That(BuiltProgram.Run("info", tar).MustExit(0, 4).Errors, Does.Contain("etc/docker/daemon.json").And.Contain("SF-JSON-0007"));
    }

    private static string Facts(ProgramRun run) => string.Join('\n', run.MustExit(0, 4).Text.Split('\n').Select(l => Place().Replace(l, "")));

    private static string Write(string name, string what, Func<string, string, string?> edit, TinyTar? more = null)
    {
        var sample = new TarPieces(Unpacked.Gunzip(Sample(name)));
        byte[] tar = sample.Edited(p => edit(p.Path, Encoding.Latin1.GetString(sample.Content(p))) is { } text ? Encoding.Latin1.GetBytes(text)
            : what == "halves" && p.Path.EndsWith(".db", StringComparison.Ordinal) ? Halved(sample.Content(p)) : null);
        string path = ScratchFolder.Session.File($"{what}-{name}.tar");
        File.WriteAllBytes(path, more is null ? tar : [.. tar[..^1024], .. more.ToArray()]);
        return path;
    }

    // In a database nothing may move.
    private static byte[] Halved(byte[] database) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(database)
        .Replace("\"scope\":\"local\"", "\"\\ud800\":\"lcal\"", StringComparison.Ordinal).Replace("\"Driver\":\"local\"", "\"\\ud800\":\"local\"",
            StringComparison.Ordinal));

    [GeneratedRegex(@"/(config(\.v2)?|hostconfig|json|opts|repositories)(\.json)?$|/repositories-|/imagedb/content/|v2metadata-by-diffid|-json\.log|/graph/[^/]+/json$")]
    private static partial Regex Json();

    [GeneratedRegex(@"^\{", RegexOptions.Multiline)]
    private static partial Regex Opening();

    [GeneratedRegex("\"evidence\":\"[^\"]*\"")]
    private static partial Regex Place();
}
