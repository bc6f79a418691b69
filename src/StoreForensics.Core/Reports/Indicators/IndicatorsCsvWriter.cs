using System.Globalization;
using CsvHelper;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Indicators;

/// <summary>What findings rest on and can be looked for elsewhere, a row each, as RFC 4180 CSV with the timeline's cells.</summary>
public sealed class IndicatorsCsvWriter : IReportWriter
{
    /// <summary>The columns, in this order.</summary>
    public static readonly IReadOnlyList<string> Columns = ["kind", "value", "severity", "first_seen", "last_seen", "count", "rules", "evidence", "object", "path", "origin"];

    /// <summary>Starts the file with a UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>Leaves cells that a spreadsheet would run as a formula without the <c>'</c> before them.</summary>
    public bool RawCsv { get; init; }

    public string Name => "indicators as CSV";

    public string Extension => ".iocs.csv";

    public string? Write(Case subject, Stream target)
    {
        var options = new CsvWriterOptions { NewLine = "\n", Injection = CsvInjection.None, WriteByteOrderMark = Bom };
        using var csv = CsvWriter.Create(target, options, leaveOpen: true);
        TextEscaper escaper = TextEscaper.ForCsv(guardsFormulas: !RawCsv);
        foreach (string column in Columns)
            csv.WriteField(column);
        csv.EndRecord();
        foreach (CollectedIndicator indicator in subject.Indicators)
        {
            foreach (string? cell in Cells(indicator))
                csv.WriteField(escaper.Escape(cell));
            csv.EndRecord();
        }
        csv.Flush();
        return null;
    }

    private static IEnumerable<string?> Cells(CollectedIndicator indicator)
    {
        yield return indicator.Type.Word();
        yield return indicator.Value;
        yield return indicator.Severity.Word();
        yield return indicator.FirstSeen?.ToTimelineString();
        yield return indicator.LastSeen?.ToTimelineString();
        yield return indicator.Count.ToString(CultureInfo.InvariantCulture);
        yield return string.Join('|', indicator.Rules);
        yield return Joined(indicator.Sightings.Select(s => s.Origin.Evidence));
        yield return Joined(indicator.Subjects);
        yield return Joined(indicator.Sightings.Select(s => s.Path?.ToString()));
        yield return Joined(indicator.Sightings.Select(s => s.Origin.Path.ToString()));
    }

    private static string Joined(IEnumerable<string?> values) => string.Join('|', values.Where(v => !string.IsNullOrEmpty(v)).Distinct(StringComparer.Ordinal));
}
