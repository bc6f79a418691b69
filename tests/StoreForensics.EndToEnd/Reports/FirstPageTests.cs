using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>
/// Whoever reads the first page alone: the first sign, the addresses, what makes it stay, how it spread and what was wiped are there, as far as the scenario
/// planted them, and nothing that had no part in it. What was planted is found where it is.
/// </summary>
[Parallelizable(ParallelScope.All)]
internal sealed partial class FirstPageTests
{
    private const double LeastFound = 0.95;

    // Of what is gone without a byte that names it, or is told by its id alone.
    private static readonly string[] s_unnamed = ["removed-tickets", "flash", "ferry/tickets:stable", "gone-net", "oldvol", "never/finished:1", "old-pw",
        "gone", "gone2", "quill/base:tmp"];

    private static IEnumerable<TestCaseData> Hosts =>
    [
        Host("shop/shop.tar.gz", "corp/base:1.36", "198.51.100.23", "203.0.113.9"),
        Host("attic/attic.tar.xz", "acme/web:7-fix"),
        Host("nest/nest.tar.xz", "acme/web:7-fix"),
        Host("reed/reed.tar.xz", "mirror.loom.example/agent:1", "198.51.100.33"),
        Host("quay/quay.tar.xz", "cdn.mirror.example/library/logship:2", "198.51.100.77"),
        Host("nodea/nodea.tar.xz", "registry.orch.example:5000/coredns-mirror:1.11", "198.51.100.201"),
        Host("cellar/cellar.tar.xz", "cdn.bakery.example/library/sidecar:2", "198.51.100.150"),
        Host("kiln/kiln.tar.xz", "registry.clay.example:5000/csi-driver:1.11", "198.51.100.88"),
        Host("elder/elder.tar.xz", "mill/base:2.1", "198.51.100.9"),
        Host("seed07/barn.tar.xz", "fox/den:latest", "198.51.100.7"),
        Host("wren/wren.tar.xz", "mirror.quill.example/tools:1", "198.51.100.61"),
    ];

    private static TestCaseData Host(string archive, string first, params string[] addresses) =>
        new TestCaseData(archive, first, addresses).SetArgDisplayNames(archive);

    [TestCaseSource(nameof(Hosts))]
    public void Tells_what_happened(string archive, string first, string[] addresses)
    {
        string evidence = SharedFolder.Require("evidence/" + archive);
        using var scratch = new ScratchFolder();
        string pdf = scratch.File("r.pdf"), json = scratch.File("r.json"), style = scratch.File("style.json"), text = scratch.File("r.txt");
        File.WriteAllText(style, """{"sections":["findings"]}""");
        BuiltProgram.Run("analyze", evidence, "--verify", "none", "--hash", "none", "--style", style, "-o", pdf, "-o", json).MustExit(0, 4);
        HostTool.Run("pdftotext", ["-raw", "-l", "1", "-enc", "UTF-8", pdf, text]);
        string page = File.ReadAllText(text), bare = WrittenReports.Bare(page);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(json));
        JsonElement[] findings = [.. document.RootElement.GetProperty("findings").EnumerateArray()];
        (string Subject, string? Path, string What)[] planted = [.. Planted(evidence)];
        Assert.Multiple(() =>
        {
            Assert.That(FirstSign().Match(bare).Value, Does.Contain(WrittenReports.Bare(first)), "the first sign");
            foreach (string address in addresses)
                Assert.That(bare, Does.Contain(address), "an address");
            foreach ((string subject, string? path, string what) in planted)
            {
                if (path is not null && (IsStaying(path) || IsWiped(what)))
                    Assert.That(bare, Does.Contain(path), $"{what} of {subject}");
                if (path is null && (what.StartsWith("image committed", StringComparison.Ordinal) || what.StartsWith("committed by hand",
                    StringComparison.Ordinal)
                    || what.StartsWith("a trusted name", StringComparison.Ordinal)))
                    Assert.That(bare, Does.Contain(WrittenReports.Bare(subject)), what);
            }
            foreach (string name in Quiet(document.RootElement, findings, planted))
                Assert.That(page, Does.Not.Match($@"(?<![\w/.-]){Regex.Escape(name)}(?![\w/-])"), "had no part in it");
            string[] missed = [.. planted.Where(p => !s_unnamed.Contains(p.Subject) && !findings.Any(f => Tells(f, p.Subject, p.Path))).Select(p => p
                .ToString())];
            int asked = planted.Count(p => !s_unnamed.Contains(p.Subject));
            Assert.That((double)(asked - missed.Length) / asked, Is.GreaterThanOrEqualTo(LeastFound), string.Join('\n', missed));
        });
    }

    private static bool IsStaying(string path) => path.Contains("/cron", StringComparison.Ordinal) || path.EndsWith("/authorized_keys",
        StringComparison.Ordinal);

    private static bool IsWiped(string what) => what.StartsWith("log deleted", StringComparison.Ordinal) || what.StartsWith("log emptied",
        StringComparison.Ordinal);

    private static bool Tells(JsonElement finding, string subject, string? path)
    {
        string reason = finding.GetProperty("reason").GetString()!;
        string? at = finding.GetProperty("path").GetString();
        bool isOf = reason.Contains(subject, StringComparison.Ordinal) || finding.GetProperty("subjects").EnumerateArray().Select(s => s.GetString()!)
            .Any(s => s == subject || s == subject + ":latest" || s.StartsWith(subject + ".", StringComparison.Ordinal));
        return isOf && (path is null || reason.Contains(path, StringComparison.Ordinal) || (at is not null && (at == path
            || path.StartsWith(at + "/", StringComparison.Ordinal) || at.StartsWith(path + "/", StringComparison.Ordinal)
            || (path.Contains("/UID/", StringComparison.Ordinal) && path.EndsWith(at, StringComparison.Ordinal)))));
    }

    // Containers of which neither the scenario nor a finding of medium and above tells, nor of the image that they ran.
    private static IEnumerable<string> Quiet(JsonElement inventory, JsonElement[] findings, (string Subject, string? Path, string What)[] planted)
    {
        HashSet<string?> told = [.. planted.Select(p => p.Subject), .. findings.Where(f => f.GetProperty("severity")
            .GetString() is "critical" or "high" or "medium")
            .SelectMany(f => f.GetProperty("subjects").EnumerateArray()).Select(s => s.GetString())];
        return inventory.GetProperty("containers").EnumerateArray().Where(c => !told.Contains(c.GetProperty("image").GetString())).Select(c => c
            .GetProperty("name").GetString()!)
            .Where(name => !told.Contains(name) && name.Length > 5 && told.All(t => !t!.Contains(name, StringComparison.Ordinal)));
    }

    private static IEnumerable<(string, string?, string)> Planted(string evidence)
    {
        string folder = Path.GetDirectoryName(evidence)!, name = Path.GetFileName(evidence).Split('.')[0];
        string own = Path.Combine(folder, $"planted-{name}.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(File.Exists(own) ? own : Path.Combine(folder, "planted.json")));
        foreach (JsonElement item in document.RootElement.GetProperty("planted").EnumerateArray())
            yield return (item.GetProperty("subject").GetString()!, item.GetProperty("path").GetString(), item.GetProperty("what").GetString()!);
    }

    [GeneratedRegex("Firstsign.*?(Staysby|Spread|Wiped|Where)")]
    private static partial Regex FirstSign();
}
