using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>A copied data root in which a log, a database and files of layers are a
/// tebibyte of hole: no command reads it, and none passes it over in silence.</summary>
internal sealed class HoleyStoreTests
{
    private const long Tebibyte = 1L << 40;
    private const string BehindHole = "behind the hole";

    private ScratchFolder _scratch = null!;
    private string _root = "";

    [OneTimeSetUp]
    public void Make()
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Linux))
            Assert.Ignore("Holes of files are told by Linux.");
        _scratch = new ScratchFolder();
        string copy = _scratch.Folder("copy"), sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
        HostTool.Run("tar", ["-xz", "--no-same-owner", "-C", copy, "-f", sample]);
        _root = Path.Combine(copy, "var/lib/docker");
        JsonRow[] containers = [.. BuiltProgram.Run("containers", sample, "--format", "json").MustExit(0).JsonRows()];
        foreach (JsonRow container in containers.Take(2))
            Grow(Path.Combine(Upper(container.Text("id")!), "hole"));
        string web = containers.First(c => c.Text("name") == "web").Text("id")!;
        Grow(Path.Combine(Upper(web), "hole"));
        Grow(Path.Combine(_root, "containers", web, web + "-json.log"), "{\"log\":\"" + BehindHole
            + "\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-28T00:00:00Z\"}\n");
        Grow(Path.Combine(_root, "network/files/local-kv.db"));
        Grow(Directory.EnumerateFiles(Path.Combine(_root, "overlay2"), "passwd", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
    }

    [OneTimeTearDown]
    public void Remove() => _scratch?.Dispose();

    [Test]
    public void Everything_is_analysed()
    {
        string target = _scratch.File("reports") + "/";
        BuiltProgram.Run("analyze", _root, "--hash", "files", "-o", target).MustExit(0, 4);
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(target, "case.json")));
        string[] codes = [.. report.RootElement.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()!)];
        Assert.That(codes, Does.Contain("SF-HOLE-0001").And.Contain("SF-LOG-0007").And.Contain("SF-BOLT-0020"));
    }

    [Test]
    public void What_is_verified_ends_and_names_the_file()
    {
        ProgramRun run = BuiltProgram.Run("verify", _root).MustExit(1);
        Assert.That(run.Errors, Does.Match("passwd: has no digest: of its [0-9]+ bytes so many are holes .*--hash-holes .*SF-HOLE-0001"));
    }

    [Test]
    public void Lines_behind_the_hole_are_printed()
    {
        ProgramRun run = BuiltProgram.Run("logs", _root, "web").MustExit(4);
        Assert.That(run.Text, Does.Contain(BehindHole));
        Assert.That(run.Text.Split('\n'), Has.Length.GreaterThan(2), "and those before it");
        Assert.That(run.Errors, Does.Match("bytes of the log are NUL bytes and a hole.*SF-LOG-0007"));
    }

    [Test]
    public void What_is_extracted_has_the_hole()
    {
        BuiltProgram.Run("extract", _root, "web", "/hole", "-o", _scratch.File("out")).MustExit(0, 4);
        BuiltProgram.Run("extract", _root, "web", "/hole", "-o", _scratch.File("out.tar")).MustExit(0, 4);
        HostTool.Run("tar", ["-x", "-C", _scratch.Folder("untarred"), "-f", _scratch.File("out.tar")]);
        foreach (string file in (string[])[_scratch.File("out/hole"), _scratch.File("untarred/hole")])
        {
            HostTool.Run("stat", ["-c", "%s %b", file], outputFile: _scratch.File("stat"));
            long[] numbers = [.. File.ReadAllText(_scratch.File("stat")).Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
            Assert.That(numbers[0], Is.EqualTo(Tebibyte));
            Assert.That(numbers[1], Is.LessThan(1000), "blocks of 512 bytes");
        }
        Assert.That(new FileInfo(_scratch.File("out.tar")).Length, Is.LessThan(100_000));
    }

    private string Upper(string container)
    {
        string mount = File.ReadAllText(Path.Combine(_root, "image/overlay2/layerdb/mounts", container, "mount-id"));
        return Path.Combine(_root, "overlay2", mount, "diff");
    }

    // Made where it is not there: words at its start, and then a hole.
    private static void Grow(string path, string end = "")
    {
        if (!File.Exists(path))
            File.WriteAllText(path, "begin");
        using FileStream file = File.OpenWrite(path);
        file.SetLength(Tebibyte);
        file.Seek(0, SeekOrigin.End);
        file.Write(System.Text.Encoding.UTF8.GetBytes(end));
    }
}
