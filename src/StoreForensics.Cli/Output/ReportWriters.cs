using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Bodyfile;
using StoreForensics.Reports.CaseLd;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Ecs;
using StoreForensics.Reports.Html;
using StoreForensics.Reports.Indicators;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Jsonl;
using StoreForensics.Reports.L2t;
using StoreForensics.Reports.Pdf;
using StoreForensics.Reports.Pdf.Styles;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Cli.Output;

/// <summary>Every kind of report, by the ending of its file's name and by the word of <c>--format</c>.</summary>
internal sealed class ReportWriters(WritingChoices choices)
{
    /// <summary>The words of <c>--format</c> for the timeline.</summary>
    public static readonly string[] TimelineFormats = ["csv", "jsonl", "bodyfile", "l2tcsv"];

    /// <summary>All words of <c>--format</c> for a report.</summary>
    public static readonly string[] Formats = ["pdf", "html", "csv", "jsonl", "bodyfile", "l2tcsv", "json", "sqlite", "iocs", "stix", "jsonld"];

    /// <summary>Null: the system's temporary directory.</summary>
    public string? ScratchDirectory => choices.ScratchDirectory;

    /// <summary>The longest ending first: <c>.l2t.csv</c> before <c>.csv</c>.</summary>
    private IReadOnlyList<IReportWriter> All { get; } =
    [
        new IndicatorsCsvWriter { Bom = choices.Bom, RawCsv = choices.RawCsv },
        new StixWriter(),
        new L2tCsvWriter { RawCsv = choices.RawCsv },
        new CsvTimelineWriter { Bom = choices.Bom, RawCsv = choices.RawCsv },
        choices.Ecs ? new EcsJsonlWriter() : new JsonlTimelineWriter(),
        new CaseLdWriter(),
        new InventoryJsonWriter(),
        new BodyfileWriter(),
        new CaseFileWriter { ScratchDirectory = choices.ScratchDirectory },
        new HtmlReportWriter { ShowSecrets = choices.ShowSecrets, Templates = choices.Templates },
        new PdfReportWriter { ShowSecrets = choices.ShowSecrets, Style = choices.Style ?? HouseStyle.Default },
    ];

    /// <summary>The files that <c>-o DIR/</c> writes.</summary>
    public IEnumerable<(string FileName, IReportWriter Writer)> ForDirectory() =>
        All.Select(w => (w.Extension is ".pdf" or ".html" ? "report" + w.Extension : w.Extension is ".json" or ".jsonld" or ".sqlite" or ".iocs.csv" or ".iocs.stix.json" ? "case" + w.Extension : "timeline"
            + w.Extension, w));

    /// <exception cref="UsageException">No writer has that ending.</exception>
    public IReportWriter ForFile(string path) =>
        All.FirstOrDefault(w => path.EndsWith(w.Extension, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException(
            $"{DisplayText.Escape(path)}: the ending tells what to write; known are {string.Join(" ", All.Select(w => w.Extension))}, NAME.case/ for a Parquet case, and a directory (DIR/) for all of them");

    /// <exception cref="UsageException">No writer has that name.</exception>
    public IReportWriter ForFormat(string format) => format switch
    {
        "bodyfile" => Of(".body"),
        "l2tcsv" => Of(".l2t.csv"),
        "iocs" => Of(".iocs.csv"),
        "stix" => Of(".iocs.stix.json"),
        "case" => Of(".jsonld"),
        "csv" or "jsonl" or "json" or "sqlite" or "jsonld" or "pdf" or "html" or "body" => Of("." + format),
        _ => throw new UsageException($"unknown format {DisplayText.Escape(format)}; known are {string.Join(", ", All.Select(w => w.Extension[1..]))}"),
    };

    private IReportWriter Of(string extension) => All.First(w => w.Extension == extension);
}
