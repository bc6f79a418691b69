using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>One number, whoever prints it: what the outputs say of one evidence is the same in all of them.</summary>
internal sealed partial class NumbersAgreeTests
{
    private static readonly string[] s_kinds = ["images", "containers", "volumes", "layers", "leftovers", "events"];

    [TestCaseSource(typeof(WrittenReports), nameof(WrittenReports.Hosts))]
    public void In_all_outputs(string host)
    {
        WrittenReports reports = WrittenReports.Of(host);
        JsonElement counts = reports.Inventory.GetProperty("counts");
        JsonRow info = BuiltProgram.Run("info", reports.Archive, "--format", "json").MustExit(0, 4).JsonRows().Single();
        string infoTable = BuiltProgram.Run("info", reports.Archive).MustExit(0, 4).Text, summaryPage = reports.PdfPages[1];
        var meta = reports.Ask("SELECT key, value FROM meta").ToDictionary(row => row.Text("key")!, row => row.Text("value"));
        JsonRow overview = reports.Ask("SELECT images, containers, layers, events, problems FROM evidence_overview")[0];
        Assert.Multiple(() =>
        {
            foreach (string kind in s_kinds)
            {
                long expected = counts.GetProperty(kind).GetInt64();
                Assert.That(Listed(reports, kind), Is.EqualTo(expected), $"{kind}: the inventory's own list");
                Assert.That(info.Number(kind), Is.EqualTo(expected), $"{kind}: info --format json");
                Assert.That(Number(infoTable, $@"(?m)^{kind}: +(\d+)"), Is.EqualTo(expected), $"{kind}: info");
                Assert.That(Number(reports.Summary, $@"(\d+) {kind[..^1]}s?\b"), Is.EqualTo(expected), $"{kind}: what analyze says");
                Assert.That(Figure(summaryPage, kind), Is.EqualTo(expected), $"{kind}: figures of the PDF");
                Assert.That(Number(reports.FirstScreen, $@"([\d,]+)\s+{kind[..^1]}s?\b"), Is.EqualTo(expected), $"{kind}: HTML");
                Assert.That(meta[kind], Is.EqualTo(expected.ToString(CultureInfo.InvariantCulture)), $"{kind}: case file");
                if (kind is not ("volumes" or "leftovers"))
                    Assert.That(overview.Number(kind), Is.EqualTo(expected), $"{kind}: rows of the case file");
            }
            string cover = Spaced(reports.PdfPages[0]);
            foreach (string kind in new[] { "images", "containers", "volumes" })
                Assert.That(Number(cover, $@"data \([^)]*\).*?([\d,]+) {kind[..^1]}s?\b"), Is.EqualTo(counts.GetProperty(kind).GetInt64()), $"{kind}: cover");
            Assert.That(reports.Ask("SELECT count(*) AS n FROM events")[0].Number("n"), Is.EqualTo(counts.GetProperty("events").GetInt64()));
            Assert.That(File.ReadLines(reports.File("r.csv")).LongCount() - 1, Is.EqualTo(counts.GetProperty("events").GetInt64()), "rows of the CSV");
            Assert.That(reports.FirstScreen, Does.Contain($"{counts.GetProperty("dangling_images").GetInt64()} dangling, "
                + $"{counts.GetProperty("intermediate_images").GetInt64()} intermediate"));
        });
    }

    /// <summary>The directories of a driver by what they are: none is called of the build cache here and unreferred to there.</summary>
    [TestCaseSource(typeof(WrittenReports), nameof(WrittenReports.Hosts))]
    public void Of_layers_that_nothing_refers_to(string host)
    {
        WrittenReports reports = WrittenReports.Of(host);
        int orphans = reports.Inventory.GetProperty("layers").EnumerateArray().Count(layer => layer.GetProperty("role").GetString() == "orphan");
        long told = OrphanLayers().Matches(Spaced(string.Concat(reports.PdfPages))).Sum(m => long.Parse(m.Groups[1].Value, NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture));
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.EqualTo(orphans), "PDF");
            Assert.That(reports.FirstScreen, Does.Contain($"{orphans} that nothing refers to"), "HTML");
        });
    }

    [TestCaseSource(typeof(WrittenReports), nameof(WrittenReports.Hosts))]
    public void The_verdict_about_the_clocks_is_one(string host)
    {
        WrittenReports reports = WrittenReports.Of(host);
        JsonElement clocks = reports.Inventory.GetProperty("clocks");
        string verdict = clocks.GetProperty("verdict").GetString()!;
        string[] weights = [.. clocks.GetProperty("statements").EnumerateArray().Select(s => s.GetProperty("weight").GetString()!)];
        string level = weights.Contains("contradicts") ? "damage" : weights.Contains("limits") ? "warning" : "none";
        JsonRow info = BuiltProgram.Run("info", reports.Archive, "--format", "json").MustExit(0, 4).JsonRows().Single();
        Assert.Multiple(() =>
        {
            Assert.That(info.Value("clocks").GetProperty("verdict").GetString(), Is.EqualTo(verdict));
            Assert.That(BuiltProgram.Run("info", reports.Archive).Text, Does.Contain(verdict));
            Assert.That(reports.Summary, Does.Contain("clocks: " + verdict));
            Assert.That(WrittenReports.Bare(reports.PdfPages[1]), Does.Contain(WrittenReports.Bare(verdict)));
            Assert.That(reports.Overview, Does.Match($"<li class=\"verdict {level}\"><a href=\"#clocks\">"));
            Assert.That(reports.FirstScreen, Does.Contain(verdict));
            Assert.That(reports.Ask("SELECT value FROM meta WHERE key = 'clocks'")[0].Text("value"), Is.EqualTo(verdict));
        });
    }

    private static long Listed(WrittenReports reports, string kind) => kind == "events"
        ? reports.Inventory.GetProperty("timeline").GetProperty("events").GetInt64() : reports.Inventory.GetProperty(kind).GetArrayLength();

    private static long Number(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern, RegexOptions.IgnoreCase | RegexOptions.Singleline);
        return match.Success ? long.Parse(match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : -1;
    }

    // The figures stand in a grid: a row of numbers, below it a row of what they count.
    private static long Figure(string page, string kind)
    {
        string[][] rows = [.. page.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        int at = Array.FindIndex(rows, row => row.Length == 4 && row.Contains(kind));
        return at < 1 ? -1 : long.Parse(rows[at - 1][Array.IndexOf(rows[at], kind)], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    private static string Spaced(string text) => Blanks().Replace(text, " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"([\d,]+) referred to by nothing")]
    private static partial Regex OrphanLayers();
}
