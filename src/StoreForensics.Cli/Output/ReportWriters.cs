using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Html;
using StoreForensics.Reports.Pdf;

namespace StoreForensics.Cli.Output;

/// <summary>Every kind of report, by the ending of its file's name and by the word of <c>--format</c>.</summary>
internal sealed class ReportWriters(bool bom, bool rawCsv, bool showSecrets, Func<string, string?>? templates = null)
{
    /// <summary>The words of <c>--format</c> for the timeline.</summary>
    public static readonly string[] TimelineFormats = ["csv", "jsonl", "bodyfile", "l2tcsv"];

    /// <summary>The longest ending first: <c>.l2t.csv</c> before <c>.csv</c>.</summary>
    private IReadOnlyList<IReportWriter> All { get; } =
    [
        new L2tCsvWriter { RawCsv = rawCsv },
        new CsvTimelineWriter { Bom = bom, RawCsv = rawCsv },
        new JsonlTimelineWriter(),
        new InventoryJsonWriter(),
        new BodyfileWriter(),
        new HtmlReportWriter { ShowSecrets = showSecrets, Templates = templates },
        new PdfReportWriter { ShowSecrets = showSecrets },
    ];

    /// <summary>The files that <c>-o DIR/</c> writes.</summary>
    public IEnumerable<(string FileName, IReportWriter Writer)> ForDirectory() =>
        All.Select(w => (w.Extension is ".pdf" or ".html" ? "report" + w.Extension : w.Extension == ".json" ? "case.json" : "timeline" + w.Extension, w));

    /// <exception cref="UsageException">No writer has that ending.</exception>
    public IReportWriter ForFile(string path) =>
        All.FirstOrDefault(w => path.EndsWith(w.Extension, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"{DisplayText.Escape(path)}: the ending tells what to write; known are {string.Join(" ", All.Select(w => w.Extension))}, and a directory (DIR/) for all of them");

    /// <exception cref="UsageException">No writer has that name.</exception>
    public IReportWriter ForFormat(string format) => format switch
    {
        "bodyfile" => Of(".body"),
        "l2tcsv" => Of(".l2t.csv"),
        "csv" or "jsonl" or "json" or "pdf" or "html" or "body" => Of("." + format),
        _ => throw new UsageException($"unknown format {DisplayText.Escape(format)}; known are {string.Join(", ", All.Select(w => w.Extension[1..]))}"),
    };

    private IReportWriter Of(string extension) => All.First(w => w.Extension == extension);
}
