using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Timelines;

/// <summary>The other spellings of the same timeline: as many events, in the same order, with the same facts.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class TimelineFormatsTests
{
    private static readonly string[] s_lists = ["image", "image_id", "container", "container_id"];
    private static readonly string[] s_numbers = ["step", "uid", "gid", "size"];

    private CsvTable _csv = null!;

    [OneTimeSetUp]
    public void Ask() => _csv = CsvTable.Parse(Write("csv").Output);

    [Test]
    public void Jsonl_has_the_same_keys_and_facts()
    {
        IReadOnlyList<JsonRow> rows = Write("jsonl").JsonRows();
        var disagreements = new Disagreements();
        disagreements.Same("events", _csv.Rows.Count, rows.Count);
        foreach ((string[] cells, JsonRow row) in _csv.Rows.Zip(rows))
        {
            foreach (string column in _csv.Header)
                disagreements.Same($"{column} of {row.Text("message")}", RawBytes.OfCsvCell(_csv.Cell(cells, column)), Spell(row, column));
        }
        disagreements.SameList("keys", _csv.Header, rows[0].Element.EnumerateObject().Select(p => p.Name).Take(_csv.Header.Length));
        disagreements.AssertNone(1000);
    }

    [Test]
    public void A_byte_order_mark_comes_when_asked_for()
    {
        byte[] marked = BuiltProgram.Run("timeline", GraphEvidence.Barn.Tar, "--bom").MustExit(GraphEvidence.Barn.GoodEnds).Output;
        Assert.Multiple(() =>
        {
            Assert.That(marked[..3], Is.EqualTo(Encoding.UTF8.Preamble.ToArray()));
            Assert.That(CsvTable.Parse(marked[3..]).Without(), Is.EqualTo(_csv.Without()));
        });
    }

    /// <summary>elder has a command that begins with a dash: a spreadsheet would run it.</summary>
    [Test]
    public void A_cell_that_a_spreadsheet_would_run_is_guarded_unless_raw()
    {
        string tar = GraphEvidence.Elder.Tar;
        CsvTable guarded = CsvTable.Parse(BuiltProgram.Run("timeline", tar, "--type", "build.step").MustExit(GraphEvidence.Elder.GoodEnds).Output);
        CsvTable raw = CsvTable.Parse(BuiltProgram.Run("timeline", tar, "--type", "build.step", "--raw-csv").MustExit(GraphEvidence.Elder.GoodEnds).Output);
        Assert.Multiple(() =>
        {
            Assert.That(guarded.Rows.Select(row => guarded.Cell(row, "command")), Has.Some.EqualTo("'--port 8080"));
            Assert.That(raw.Rows.Select(row => raw.Cell(row, "command")), Has.Some.EqualTo("--port 8080"));
            Assert.That(guarded.Rows.SelectMany(row => row).Where(cell => cell.Length > 0 && "=+-@\t\r".Contains(cell[0])), Is.Empty);
        });
    }

    [Test]
    public void A_bodyfile_line_has_eleven_fields_and_whole_seconds()
    {
        string[] lines = [.. Write("bodyfile").Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
        long[] seconds = [.. _csv.Rows.Select(row => DateTimeOffset.Parse(_csv.Cell(row, "datetime"), CultureInfo.InvariantCulture).ToUnixTimeSeconds())];
        Assert.Multiple(() =>
        {
            Assert.That(lines.Where(line => line.Split('|').Length != 11), Is.Empty);
            Assert.That(lines, Has.Length.EqualTo(seconds.Count(second => second >= 0)), "one line an event, but those before 1970");
            Assert.That(lines.Select(line => line.Split('|')[8]).Count(field => field == "1336194305"),
                Is.EqualTo(seconds.Count(second => second == 1336194305)).And.GreaterThan(0));
        });
    }

    [Test]
    public void An_l2tcsv_line_has_seventeen_fields()
    {
        CsvTable table = CsvTable.Parse(Write("l2tcsv").Output);
        Assert.Multiple(() =>
        {
            Assert.That(string.Join(',', table.Header),
                Is.EqualTo("date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra"));
            Assert.That(table.Rows, Has.Count.EqualTo(_csv.Rows.Count));
            Assert.That(table.Cell(table.Rows[^1], "date"), Is.EqualTo("11/24/2026"));
        });
    }

    private static ProgramRun Write(string format) =>
        BuiltProgram.Run("timeline", GraphEvidence.Barn.Tar, "--format", format).MustExit(GraphEvidence.Barn.GoodEnds);

    // Empty as null, lists as arrays, numbers as numbers; the bytes are compared as the CSV's cell gives them back.
    private static string Spell(JsonRow row, string column)
    {
        JsonElement value = row.Value(column);
        if (value.ValueKind == JsonValueKind.Null)
            return "";
        JsonValueKind expected = s_lists.Contains(column) ? JsonValueKind.Array : s_numbers.Contains(column) ? JsonValueKind.Number : JsonValueKind.String;
        if (value.ValueKind != expected)
            return $"a {value.ValueKind} where a {expected} should be";
        if (column == "path")
            return RawBytes.OfJsonPath(row);
        return Raw(expected == JsonValueKind.Array ? string.Join('|', row.List(column)) : row.Text(column)!);
    }

    // A byte that is not UTF-8 has no JSON text of its own: origin and message show it escaped, the same way as CSV does.
    private static string Raw(string text) => text.Contains(@"\xff", StringComparison.Ordinal)
        ? RawBytes.OfCsvCell(text.Replace("\n", @"\n", StringComparison.Ordinal))
        : RawBytes.Of(Encoding.UTF8.GetBytes(text));
}
