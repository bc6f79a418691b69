using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using SharpCompress.Common;
using SharpCompress.Writers.SevenZip;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Faults;

/// <summary>
/// Whatever is thrown, wherever something of the evidence is read: the program ends with one of its exit codes and plain lines, no trace; a fault in one part
/// leaves the reports whole; nothing half-written stays and nothing of the evidence changes.
/// </summary>
[NonParallelizable] // they print to the console
internal sealed class FaultyReadersTests
{
    private const int MaxPositions = 6;

    private static readonly string[] s_wrappings = ["tar", "gzip", "zip", "7z", "directory", "ext4"];
    private static readonly string[] s_calls = ["analyze", "verify", "findings", "info", "containers", "history", "ls", "logs", "extract"];

    private string _folder = "";

    [OneTimeSetUp]
    public void Prepare() => _folder = Directory.CreateTempSubdirectory("sf-faults-").FullName;

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    /// <summary>Bytes of the evidence's file, whatever it is wrapped in.</summary>
    [Test]
    public void Where_the_file_is_read([ValueSource(nameof(s_wrappings))] string wrapping)
    {
        string evidence = Wrapped(wrapping);
        foreach (ProbePlace place in (ProbePlace[])[ProbePlace.File, ProbePlace.Source])
            Throw(place, [0, 1, 3, 4], "analyze", evidence, ["analyze", evidence, "--quiet", "-o", Target("file.json"), "-o", Target("file.csv")]);
    }

    [Test]
    public void In_every_reader([ValueSource(nameof(s_calls))] string call, [Values(ProbePlace.Source, ProbePlace.Reader, ProbePlace.Part)] ProbePlace place)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        // Where a part is left out the rest is told: only what prints one object alone may have to stop.
        int[] codes = call is "analyze" or "verify" or "findings" or "info" or "containers" ? [0, 1, 4] : [0, 2, 3, 4, 5];
        Throw(place, codes, call, evidence, Arguments(call, evidence));
    }

    /// <summary>The newer store, whose layers are rebuilt from records.</summary>
    [Test]
    public void In_readers_of_the_newer_store([Values("verify", "findings")] string call, [Values(ProbePlace.Reader, ProbePlace.Part)] ProbePlace place)
    {
        string evidence = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
        Throw(place, [0, 1, 4], call, evidence, [call, evidence, "--quiet"], most: 4);
    }

    /// <summary>Where every part fails there is no store left; that is said.</summary>
    [Test]
    public void Where_nothing_can_be_read_any_more([Values] ProbePlace place, [Values(1, 3, 40)] int nth)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        var fault = new InjectedFault(place, nth, goesOn: true, InjectedFault.Kinds[0]);
        (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, "analyze", evidence, "--quiet", "-o", Target("none.json"));
        Assert.That(new[] { 3, 4 }, Does.Contain(code), errors);
        AssertPlain(errors, code);
        AssertWhole(code);
    }

    /// <summary>The trace is for who asks for it.</summary>
    [Test]
    public void A_trace_is_shown_with_debug_alone([Values(ProbePlace.Source, ProbePlace.Part)] ProbePlace place, [Values] bool isAsked)
    {
        string evidence = Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");
        var fault = new InjectedFault(place, 5, goesOn: false, InjectedFault.Kinds[0]);
        (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, ["findings", evidence, "--quiet", .. isAsked ? ["--debug"] : (string[])[]]);
        Assert.That(code, Is.EqualTo(4), errors);
        Assert.That(errors.Contains("InvalidOperationException", StringComparison.Ordinal), Is.EqualTo(isAsked), errors);
        Assert.That(errors.Contains("   at StoreForensics", StringComparison.Ordinal), Is.EqualTo(isAsked), errors);
    }

    private void Throw(ProbePlace place, int[] codes, string call, string evidence, string[] arguments, int most = MaxPositions)
    {
        string before = State(evidence);
        var counting = new InjectedFault(place, int.MaxValue, goesOn: false, InjectedFault.Kinds[0]);
        (int usual, _, string said) = ProgramInProcess.Run(counting.Ask, arguments);
        Assert.That(usual, Is.LessThanOrEqualTo(1).Or.EqualTo(4), said);
        AssertWhole(usual);
        foreach (int nth in Positions(counting.Calls, most))
        {
            var fault = new InjectedFault(place, nth, goesOn: false, InjectedFault.Kinds[(nth + (int)place) % InjectedFault.Kinds.Length]);
            (int code, _, string errors) = ProgramInProcess.Run(fault.Ask, arguments);
            string what = $"{call}, {place} {nth} of {counting.Calls}, kind {(nth + (int)place) % InjectedFault.Kinds.Length}: exit {code}\n{errors}";
            // Where it fails in telling whether there is a store, there is none to tell of; that it failed is said.
            if (code != 3 || !errors.Contains("no Docker store", StringComparison.Ordinal) || !errors.Contains("cannot be read", StringComparison.Ordinal))
                Assert.That(codes, Does.Contain(code), what);
            AssertPlain(errors, code, what);
            AssertWhole(code);
        }
        Assert.That(State(evidence), Is.EqualTo(before), "the evidence changed");
    }

    // Every call from the first up, as far as they are few; of many the first ones and then one out of so many.
    private static IEnumerable<int> Positions(int calls, int most)
    {
        for (int i = 0; i < Math.Min(calls, most); i++)
            yield return calls <= most ? i + 1 : 1 + (int)((long)i * (calls - 1) / (most - 1));
    }

    private static void AssertPlain(string errors, int code, string? what = null)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines.Where(l => l.StartsWith("   at ", StringComparison.Ordinal) || l.Contains("Exception", StringComparison.Ordinal)), Is.Empty, what
            ?? errors);
        if (code is 2 or 3 or 5)
            Assert.That(lines, Is.Not.Empty, what);
        Assert.That(lines.Length, Is.LessThan(20), what);
    }

    private void AssertWhole(int code)
    {
        string[] written = [.. Directory.GetFiles(_folder, "out-*")];
        Assert.That(written.Where(f => f.EndsWith(".partial", StringComparison.Ordinal)), Is.Empty);
        foreach (string file in written)
        {
            Assert.That(code, Is.LessThanOrEqualTo(1).Or.EqualTo(4), $"{file} was left with exit code {code}");
            if (file.EndsWith(".json", StringComparison.Ordinal))
                Assert.That(() => JsonDocument.Parse(File.ReadAllBytes(file)).Dispose(), Throws.Nothing);
            else
                Assert.That(new FileInfo(file).Length, Is.Positive);
            File.Delete(file);
        }
    }

    private string[] Arguments(string call, string evidence) => call switch
    {
        "analyze" => [call, evidence, "--quiet", "-o", Target("a.json"), "-o", Target("a.csv")],
        "history" => [call, evidence, "shop/web:1.1", "--quiet", "--changes"],
        "ls" => [call, evidence, "web", "--quiet", "--recursive"],
        "logs" => [call, evidence, "web", "--quiet", "--format", "json"],
        "extract" => [call, evidence, "web", "--quiet", "-o", Target("a.tar")],
        _ => [call, evidence, "--quiet"],
    };

    private string Target(string name) => Path.Combine(_folder, "out-" + name);

    private string Wrapped(string wrapping)
    {
        string path = Path.Combine(_folder, "evidence." + wrapping);
        using var tar = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz")), CompressionMode.Decompress))
            gzip.CopyTo(tar);
        tar.Position = 0;
        switch (wrapping)
        {
            case "tar":
                File.WriteAllBytes(path, tar.ToArray());
                break;
            case "gzip":
                File.Copy(Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz"), path);
                break;
            case "zip":
                using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
                using (Stream member = zip.CreateEntry("e.tar").Open())
                    tar.CopyTo(member);
                break;
            case "7z":
                using (var writer = new SevenZipWriter(File.Create(path), new SevenZipWriterOptions(CompressionType.LZMA2) { LeaveStreamOpen = false }))
                    writer.Write("e.tar", tar, null);
                break;
            default:
                Tool.Require("tar");
                Directory.CreateDirectory(path);
                Tool.Run(path, "tar", "-xf", Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz"));
                break;
        }
        return wrapping == "ext4" ? Ext4(path) : path;
    }

    private string Ext4(string directory)
    {
        Tool.Require("mke2fs");
        Tool.Run(_folder, "mke2fs", "-q", "-t", "ext4", "-d", Path.GetFileName(directory), "evidence.img", "8M");
        return Path.Combine(_folder, "evidence.img");
    }

    private static string State(string evidence)
    {
        IEnumerable<string> files = File.Exists(evidence) ? [evidence]
            // no link, no device
            : Directory.EnumerateFiles(evidence, "*", SearchOption.AllDirectories).Where(f =>
                new FileInfo(f) is { LinkTarget: null, Length: > 0 }).Order(StringComparer.Ordinal);
        return string.Join('\n', files.Select(f => $"{f} {File.GetLastWriteTimeUtc(f).Ticks} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}"));
    }
}
