using System.Text;
using CsvHelper;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Csv;
using StoreForensics.Timeline;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

public sealed class CsvTimelineWriterTests
{
    [Test]
    public void Output_is_the_reviewed_one() => GoldenFile.AssertIs("timeline.csv", Samples.Write(new CsvTimelineWriter(), Samples.Case()));

    [Test]
    public void Raw_output_is_the_reviewed_one() =>
        GoldenFile.AssertIs("timeline.raw.csv", Samples.Write(new CsvTimelineWriter { RawCsv = true }, Samples.Case()));

    [Test]
    public void Columns_are_those_of_the_contract()
    {
        string header = Encoding.ASCII.GetString(Samples.Write(new CsvTimelineWriter(), Samples.Case([])));

        Assert.That(header, Is.EqualTo(
            "datetime,timestamp_desc,message,event_type,evidence,store,image,image_id,step,command,container,container_id,layer,path,change,kind,"
            + "mode,uid,gid,size,link_target,sha256,tag,origin\n"));
    }

    [Test]
    public void Byte_order_mark_only_on_request()
    {
        byte[] with = Samples.Write(new CsvTimelineWriter { Bom = true }, Samples.Case());
        byte[] without = Samples.Write(new CsvTimelineWriter(), Samples.Case());

        Assert.That(with[..3], Is.EqualTo(new byte[] { 0xef, 0xbb, 0xbf }));
        Assert.That(with[3..], Is.EqualTo(without));
    }

    [TestCase("plain", "plain")]
    [TestCase("=1", "'=1")]
    [TestCase("+1", "'+1")]
    [TestCase("-1", "'-1")]
    [TestCase("@a", "'@a")]
    [TestCase("\tx", "'\\tx")]
    [TestCase("\rx", "'\\x0dx")]
    [TestCase("a=1", "a=1")]
    [TestCase("a\nb", "a\\nb")]
    [TestCase("a\\nb", "a\\\\nb")]
    [TestCase("\u001b[31m\u007f", "\\x1b[31m\\x7f")]
    [TestCase("\u009b", "\\xc2\\x9b")]
    [TestCase("a\u2028b\u2029", "a\\xe2\\x80\\xa8b\\xe2\\x80\\xa9")]
    [TestCase("‹\u00ff›é‹\u00c3›", "\\xffé\\xc3")]
    [TestCase("‹\u00ed\u00a0\u0080›", "\\xed\\xa0\\x80")]
    [TestCase("\u202e😀", "\u202e😀")]
    public void A_cell_spells_what_could_harm(string message, string cell) => Assert.That(CellOf(message), Is.EqualTo(cell));

    [Test]
    public void Numbers_are_no_formulas()
    {
        string[] row = Rows([Draft("x") with { Size = -5, Uid = -1 }])[1];

        Assert.That(row[Column("size")], Is.EqualTo("-5"));
        Assert.That(row[Column("uid")], Is.EqualTo("-1"));
    }

    [TestCase(0x9ed, "4755")]
    [TestCase(0x1a4, "0644")]
    [TestCase(0, "0000")]
    public void Mode_has_four_octal_digits(int mode, string cell) =>
        Assert.That(Rows([Draft("x") with { Mode = mode }])[1][Column("mode")], Is.EqualTo(cell));

    [TestCase(32_000, 0)]
    [TestCase(32_001, 33)]
    [TestCase(100_000, 68_032)]
    public void A_long_cell_is_cut(int length, int missing)
    {
        string cell = CellOf(new string('x', length));

        Assert.That(Encoding.UTF8.GetByteCount(cell), Is.LessThanOrEqualTo(32_000));
        Assert.That(cell, missing == 0 ? Is.EqualTo(new string('x', length)) : Is.EqualTo(new string('x', length - missing) + $"…[+{missing} bytes]"));
    }

    [TestCase("é", 2)]
    [TestCase("😀", 4)]
    [TestCase("\n", 1)]
    [TestCase("‹\u00ff›", 1)]
    [TestCase("\u0085", 2)]
    public void A_cut_falls_between_characters(string character, int sourceBytes)
    {
        const int Count = 40_000;
        string cell = CellOf("x" + string.Concat(Enumerable.Repeat(character, Count)));
        string unit = CellOf(character);

        int kept = cell.Split(unit).Length - 1;
        Assert.That(Encoding.UTF8.GetByteCount(cell), Is.InRange(31_900, 32_000));
        Assert.That(cell, Is.EqualTo("x" + string.Concat(Enumerable.Repeat(unit, kept)) + $"…[+{(Count - kept) * sourceBytes} bytes]"));
    }

    [Test]
    public void Only_escapes_make_a_cell_too_long()
    {
        string cell = CellOf(new string('\\', 16_001));

        Assert.That(cell, Does.EndWith("…[+17 bytes]"));
        Assert.That(cell, Has.Length.EqualTo((16_001 - 17) * 2 + "…[+17 bytes]".Length));
    }

    [Test]
    public void Many_subjects_are_told_apart()
    {
        EventDraft[] drafts = [.. Enumerable.Range(0, 500).Select(i => Draft("x") with { Subject = new EventSubject { Index = i % 300, Evidence = "e" + i } })];

        Assert.That(Rows(drafts).Skip(1).Select(row => row[Column("evidence")]), Is.EqualTo(Enumerable.Range(0, 500).Select(i => "e" + i)));
    }

    [Test]
    public void Rows_allocate_nothing()
    {
        EventDraft[] few = [.. Enumerable.Repeat(Samples.Events[2], 10)], many = [.. Enumerable.Repeat(Samples.Events[2], 20_010)];
        Measure(few);

        Assert.That(Measure(many) - Measure(few), Is.LessThan(20_000), "less than a byte a row: the runtime's own, not ours");

        static long Measure(EventDraft[] drafts)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            new CsvTimelineWriter().Write(Samples.Case(drafts), Stream.Null);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    internal static int Column(string name) => TimelineColumns.Names.ToList().IndexOf(name);

    internal static List<string[]> Rows(IReadOnlyList<EventDraft> drafts) => Parse(Samples.Write(new CsvTimelineWriter(), Samples.Case(drafts)));

    internal static List<string[]> Parse(byte[] csv)
    {
        var rows = new List<string[]>();
        using var reader = CsvReader.Create(csv, new CsvReaderOptions { HasHeader = false });
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    private static EventDraft Draft(string message) => new()
    {
        Time = new Timestamp(1, 2),
        Type = EventType.LayerFileModified,
        Subject = new EventSubject { Index = 0, Evidence = "e" },
        Message = Bytes(message),
    };

    private static string CellOf(string message) => Rows([Draft(message)])[1][Column("message")];
}
