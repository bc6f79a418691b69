using System.IO.Compression;
using System.Text;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// Every kind of compressed file of a store or host, cut at a flush and in the middle of a block, in the recorded sample: what was there is read, the file is
/// named on standard error, the exit code is that of damage, and nothing is called planted, altered or whole because of it.
/// </summary>
internal sealed class CutFilesTests
{
    private const string Containers = "var/lib/docker/containers/";
    private const string JsonLogged = "36d497b7c8dc9c8412453680382dc538da12ea1dfb718d239511478b1ff1955f";
    private const string LocalLogged = "0998c2d4346fa2c049a82a87faff660e4f6ac3b35dbceb0e2ea9be0db588cf48";
    private const string Split =
        "var/lib/docker/image/overlay2/layerdb/sha256/e19f399a7ec2815187608a63cde21b33f5a8b0aa3124f8fc57a7234aa4c4ceb3/tar-split.json.gz";
    private const string JsonLog = Containers + JsonLogged + "/" + JsonLogged + "-json.log.1.gz";
    private const string LocalLog = Containers + LocalLogged + "/local-logs/container.log.1.gz";
    private const string CachedLog = Containers + LocalLogged + "/container-cached.log.1.gz";
    private const string HostLog = "var/log/syslog.1.gz";
    private const int Lines = 4000;

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
    private static readonly Dictionary<GzipCut, string> s_tars = [];

    [OneTimeSetUp]
    public void Cut()
    {
        foreach (GzipCut cut in Enum.GetValues<GzipCut>())
            s_tars[cut] = Write(cut);
    }

    [Test]
    public void A_cut_tar_split_makes_its_layer_unverifiable([Values] GzipCut cut)
    {
        ProgramRun run = Damaged(Split, "SF-TARSPLIT-0001", "verify", s_tars[cut], "--format", "json");

        IReadOnlyList<JsonRow> rows = run.JsonRows();
        Assert.That(rows.Where(r => r.Text("status") is not ("ok" or "unverifiable")).Select(r => r.Text("path") ?? r.Text("subject")), Is.Empty);
        Assert.That(rows.Where(r => r.Text("detail") == "its tar-split is damaged").Select(r => (r.Text("kind"), r.Text("status"))),
            Is.EqualTo(new[] { ("layer", "unverifiable") }));
    }

    [Test]
    public void A_cut_json_file_log_gives_its_lines_up_to_the_cut([Values] GzipCut cut)
    {
        ProgramRun run = Damaged(JsonLog, "SF-LOG-0002", "logs", s_tars[cut], JsonLogged);

        int[] numbers = [.. run.Text.Split('\n').Where(l => l.Contains(" number ", StringComparison.Ordinal)).Select(l =>
            int.Parse(l[(l.LastIndexOf(' ') + 1)..]))];
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(0, numbers.Length)));
        Assert.That(numbers, cut == GzipCut.AtFlush ? Has.Length.InRange((Lines / 2) - 50, (Lines / 2) + 50) : Has.Length.InRange(Lines / 2, Lines - 1));
        Assert.That(run.Text.TrimEnd().Split('\n')[^1], Does.Not.Contain(" number "), "the live log follows");
    }

    [TestCase(GzipCut.AtFlush, LocalLog)]
    [TestCase(GzipCut.MidBlock, LocalLog)]
    [TestCase(GzipCut.AtFlush, CachedLog)]
    [TestCase(GzipCut.MidBlock, CachedLog)]
    public void A_cut_local_log_gives_its_lines_up_to_the_cut(GzipCut cut, string log)
    {
        ProgramRun run = Damaged(log, "SF-LOCALLOG-0003", "logs", s_tars[cut], LocalLogged);

        // Each is 400 copies of the live log, of which 200 lie before the flush.
        int whole = BuiltProgram.Run("logs", Unpacked.PlainTar(s_sample), LocalLogged).MustExit(0).Text.Split('\n').Length - 1,
            read = run.Text.Split('\n').Length - 1;
        Assert.That(read, cut == GzipCut.AtFlush ? Is.EqualTo(401 * whole) : Is.InRange((401 * whole) + 1, 800 * whole));
    }

    [Test]
    public void A_cut_host_log_is_damage([Values] GzipCut cut) => Damaged(HostLog, "SF-HOST-0004", "info", s_tars[cut]);

    [Test]
    public void Every_report_says_all_of_them([Values] GzipCut cut)
    {
        ProgramRun run = Damaged(JsonLog, "SF-LOG-0002", "analyze", s_tars[cut], "--logs", "all", "-o", "-", "--format", "json");

        Assert.That(new[] { Split, JsonLog, LocalLog, CachedLog, HostLog }.Where(f => !run.Errors.Contains(f, StringComparison.Ordinal)), Is.Empty);
    }

    private static ProgramRun Damaged(string file, string code, params string[] call)
    {
        ProgramRun run = BuiltProgram.Run(call).MustExit(4);
        string[] lines = [.. run.Errors.Split('\n').Where(l => l.Contains(file, StringComparison.Ordinal))];
        Assert.That(lines, Has.Some.Contains($"[{code}]").And.Some.Contains("ends early"));
        return run;
    }

    private static string Write(GzipCut cut)
    {
        var sample = new TarPieces(Unpacked.Gunzip(s_sample));
        TarPieces.Piece split = sample.Pieces.Single(p => p.Path == Split);
        byte[] frames = [.. Enumerable.Repeat(sample.Content(sample.Pieces.Single(p => p.Path == Containers + LocalLogged + "/local-logs/container.log")),
            400).SelectMany(f => f)];
        var harmed = new TarPieces(sample.Replaced(split, CutGzip.Of(Gunzip(sample.Content(split)), cut)));
        byte[] more = new TinyTar()
            .File(LocalLog, CutGzip.Of(frames, cut, frames.Length / 2))
            .File(CachedLog, CutGzip.Of(frames, cut, frames.Length / 2))
            .File(JsonLog, CutGzip.Of(Numbered(i => $$"""{"log":"number {{i}}\n","stream":"stdout","time":"2025-01-01T00:00:00Z"}"""), cut))
            .File(HostLog, CutGzip.Of(Numbered(i => $"Jan  1 00:00:00 host cron[{i}]: {i * 7919}"), cut))
            .File("etc/os-release", "ID=debian\n")
            .ToArray();
        string path = ScratchFolder.Session.File($"cut-{cut}.tar");
        File.WriteAllBytes(path, [.. harmed.Only(_ => true)[..^1024], .. more]);
        return path;
    }

    private static byte[] Numbered(Func<int, string> line) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(i => line(i) + "\n")));

    private static byte[] Gunzip(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
