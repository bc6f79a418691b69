using CsvHelper;
using StoreForensics.Cases;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Csv;

/// <summary>
/// The timeline as RFC 4180 CSV with LF line ends, importable by Timesketch as it is. No cell holds a line break or a control character or is longer than
/// 32,000 bytes; the exact record is <see cref="Jsonl.JsonlTimelineWriter"/>'s.
/// </summary>
public sealed class CsvTimelineWriter : IReportWriter
{
    /// <summary>Starts the file with a UTF-8 byte order mark, for spreadsheets that guess the encoding.</summary>
    public bool Bom { get; init; }

    /// <summary>Leaves cells that a spreadsheet would run as a formula without the <c>'</c> before them.</summary>
    public bool RawCsv { get; init; }

    public string Name => "CSV";

    public string Extension => ".csv";

    public string? Write(Case subject, Stream target)
    {
        // The package's own guard would put a ' before negative numbers written as bytes; TextEscaper knows text from numbers.
        var options = new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.None, WriteByteOrderMark = Bom };
        using var csv = CsvWriter.Create(target, options, leaveOpen: true);
        var row = new TimelineRow(csv, guardsFormulas: !RawCsv);
        row.WriteHeader();
        foreach (TimelineEvent e in subject.Timeline.Events())
            row.Write(e);
        csv.Flush();
        return null;
    }
}
