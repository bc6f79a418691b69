using CsvHelper;
using StoreForensics.Cases;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.L2t;

/// <summary>The timeline as log2timeline's CSV with its 17 columns, as plaso's output
/// module <c>l2tcsv</c> writes it; times are UTC and whole seconds.</summary>
public sealed class L2tCsvWriter : IReportWriter
{
    /// <summary>Leaves cells that a spreadsheet would run as a formula without the <c>'</c> before them.</summary>
    public bool RawCsv { get; init; }

    public string Name => "l2tcsv";

    public string Extension => ".l2t.csv";

    public string? Write(Case subject, Stream target)
    {
        using var csv = CsvWriter.Create(target, new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.None }, leaveOpen: true);
        foreach (string name in L2tCsvRow.Columns)
            csv.WriteField(name);
        csv.EndRecord();
        var row = new L2tCsvRow(csv, new HostNames(subject), guardsFormulas: !RawCsv);
        foreach (TimelineEvent e in subject.Timeline.Events())
            row.Write(e);
        csv.Flush();
        return null;
    }
}
