using System.Globalization;
using System.Text.Json;
using StoreForensics.Reports.Csv;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>What Timesketch's importer demands of a file, tried first on the files that its own tests accept and reject.</summary>
public sealed class TimesketchTests
{
    private static readonly string[] s_mandatory = ["message", "datetime", "timestamp_desc"];

    [TestCase("sigma_events.csv", true)]
    [TestCase("validate_time_precision_datetime.csv", true)]
    [TestCase("incorrect.csv", false)]
    [TestCase("csv_timestamp_no_datetime.csv", false)]
    public void The_rule_agrees_with_its_own_files(string name, bool accepted) =>
        Assert.That(Accepts(CsvTimelineWriterTests.Parse(File.ReadAllBytes(Shared(name)))), Is.EqualTo(accepted));

    /// <summary>Rows that its importer keeps: years from 1700 on, within what pandas counts in nanoseconds.</summary>
    [TestCase("validate_time_out_of_range.csv", 1, 2)]
    [TestCase("sigma_events.csv", 4, 4)]
    [TestCase("validate_time_precision_datetime.csv", 1, 1)]
    public void It_keeps_as_many_rows_as_of_its_own_files(string name, int kept, int rows)
    {
        List<string[]> table = CsvTimelineWriterTests.Parse(File.ReadAllBytes(Shared(name)));
        Assert.That((table.Skip(1).Count(row => IsKept(table[0], row)), table.Count - 1), Is.EqualTo((kept, rows)));
    }

    [Test]
    public void Every_row_is_kept_but_those_past_2262()
    {
        List<string[]> table = CsvTimelineWriterTests.Parse(Samples.Write(new CsvTimelineWriter(),
            Samples.Case([.. Samples.Events.Where(e => e.TimeMeaning.Length > 0)])));
        Assert.That(table.Skip(1).Where(row => !IsKept(table[0], row)).Select(row => row[0][..4]), Is.EqualTo(new[] { "9999" }));
    }

    [Test]
    public void Csv_is_accepted() => Assert.That(Accepts(CsvTimelineWriterTests.Parse(Samples.Write(new CsvTimelineWriter(), Samples.Case()))));

    [Test]
    public void Jsonl_is_accepted()
    {
        foreach (JsonElement record in JsonlTimelineWriterTests.Records(Samples.Events))
        {
            Assert.That(s_mandatory.Where(key => !record.TryGetProperty(key, out _)), Is.Empty);
            Assert.That(IsTime(record.GetProperty("datetime").GetString()!));
        }
    }

    // The header names the mandatory columns, and every row has a time that reads as ISO 8601.
    private static bool Accepts(List<string[]> rows)
    {
        int at = Array.IndexOf(rows[0], "datetime");
        return s_mandatory.All(rows[0].Contains) && rows.Skip(1).All(row => IsTime(row[at]));
    }

    private static bool IsKept(string[] header, string[] row)
    {
        string time = row[Array.IndexOf(header, "datetime")];
        return IsTime(time) && int.Parse(time[..4], CultureInfo.InvariantCulture) is >= 1700 and < 2262
            && row[Array.IndexOf(header, "timestamp_desc")].Length > 0;
    }

    private static bool IsTime(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int zone = text.LastIndexOfAny(['+', 'Z']);
        // DateTimeOffset reads seven decimals at most.
        string readable = point > 0 && zone - point > 8 ? text[..(point + 8)] + text[zone..] : text;
        return DateTimeOffset.TryParse(readable, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    private static string Shared(string name)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine(at.FullName, "shared", "evidence-public", "timesketch", name);
            if (File.Exists(path))
                return path;
        }
        Assert.Ignore("no shared/evidence-public beside any directory above");
        throw new FileNotFoundException(name);
    }
}
