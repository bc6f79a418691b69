using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Reports;

/// <summary>All that the program says of one evidence, each output as a reader sees it. Made once for each.</summary>
internal sealed partial class WrittenReports
{
    private static readonly ConcurrentDictionary<string, Lazy<WrittenReports>> s_made = new();

    private readonly string _folder;

    private WrittenReports(string archive)
    {
        Archive = archive;
        _folder = ScratchFolder.Session.Folder("reports-of-" + Path.GetFileName(archive));
        ProgramRun run = BuiltProgram.Run("analyze", archive, "--show-secrets", "-o", File("r.pdf"), "-o", File("r.html"), "-o", File("r.json"), "-o",
            File("r.sqlite"), "-o", File("r.csv")).MustExit(0, 4);
        Summary = run.Text + run.Errors;
        HostTool.Run("pdftotext", ["-layout", "-enc", "UTF-8", File("r.pdf"), File("r.txt")]);
        HostTool.Run("pdftotext", ["-raw", "-enc", "UTF-8", File("r.pdf"), File("raw.txt")]);
        PdfInOrder = System.IO.File.ReadAllText(File("raw.txt"));
        PdfPages = System.IO.File.ReadAllText(File("r.txt")).Split('\f');
        Html = System.IO.File.ReadAllText(File("r.html"));
        Inventory = JsonDocument.Parse(System.IO.File.ReadAllBytes(File("r.json"))).RootElement;
    }

    public static IEnumerable<string> Hosts =>
        ["ubuntu-0.7.2", "webshop-1.6", "webapp-20.10", "evidence/shop/shop.tar.gz", "evidence/elder/elder.tar.xz"];

    public string Archive { get; }

    /// <summary>What <c>analyze</c> says of itself.</summary>
    public string Summary { get; }

    /// <summary>Line by line as on the page.</summary>
    public IReadOnlyList<string> PdfPages { get; }

    /// <summary>Cell by cell.</summary>
    public string PdfInOrder { get; }

    public string Html { get; }

    public JsonElement Inventory { get; }

    /// <summary>The part of the page that is seen first, without its markup.</summary>
    public string FirstScreen => Tag().Replace(Overview, " ");

    public string Overview => Html[Html.IndexOf("<section id=\"overview\">", StringComparison.Ordinal)..Html.IndexOf("<section id=\"evidence\">", StringComparison.Ordinal)];

    /// <summary>Of a sample by its folder, or of an archive in <c>shared</c>, which is ignored where it is not there.</summary>
    public static WrittenReports Of(string host) => OfArchive(
        host.StartsWith("evidence/", StringComparison.Ordinal) ? SharedFolder.Require(host) : Path.Combine(Checkout.Samples, host, host + ".tar.gz"));

    public static WrittenReports OfArchive(string archive) => s_made.GetOrAdd(archive, path => new Lazy<WrittenReports>(() => new WrittenReports(path))).Value;

    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Without blanks: where lines end is the page's business.</summary>
    public static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    public IReadOnlyList<JsonRow> Ask(string sql)
    {
        string answer = File($"answer-{TestContext.CurrentContext.Test.ID}.json");
        HostTool.Run("sqlite3", ["-readonly", "-json", File("r.sqlite"), sql], outputFile: answer);
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(answer));
        return [.. document.RootElement.EnumerateArray().Select(row => new JsonRow(row.Clone()))];
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();
}
