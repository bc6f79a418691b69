using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Reports.Bodyfile;
using StoreForensics.Reports.Csv;
using StoreForensics.Reports.Jsonl;
using StoreForensics.Reports.L2t;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>Any bytes in any field: what a row is must not depend on them.</summary>
public sealed class HostileBytesTests
{
    private const int Columns = 24;

    // A fixed seed: a test that fails must fail again.
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(80).WithReplay(20261124, 4711);

    private static readonly Gen<byte[]> s_bytes = Gen.OneOf(
            Gen.Elements<string>(
                    "a", "/", ",", "\"", "\"\"", "'", "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\\", "\\n", "|", "%0a", "%", "\0", "\u001b[31m", "\u007f",
                    "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u200b", "é", "漢", "😀", "\ufffd", "…", " ", "#")
                .Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(b => new[] { (byte)b }))
        .ArrayOf()
        .Select(parts => parts.SelectMany(p => p).ToArray());

    private static readonly Gen<EventDraft> s_drafts = s_bytes.ArrayOf(10).Zip(Gen.Choose(0, int.MaxValue), (bytes, n) => new EventDraft
    {
        Time = new Timestamp((n % 2 == 0 ? 1L : -1L) * n, n % 1_000_000_000),
        Type = (EventType)(n % EventTypes.Names.Count),
        TimeMeaning = Text(bytes[0]),
        Subject = new EventSubject
        {
            Index = n % 5,
            Evidence = Text(bytes[1]),
            Store = Text(bytes[2]),
            Images = [Text(bytes[3]), Text(bytes[4])],
            ImageIds = [Text(bytes[4])],
            Command = Text(bytes[5]),
            Containers = [Text(bytes[6])],
            ContainerIds = [],
            Layer = Text(bytes[7]),
        },
        Message = bytes[7],
        Path = bytes[8],
        Change = n % 3 == 0 ? 'A' : null,
        Kind = n % 3 == 0 ? null : (EntryKind)(n % 8),
        Mode = n % 4096,
        Uid = -n,
        Size = n,
        LinkTarget = bytes[9],
        Tag = Text(bytes[0]),
        Origin = bytes[3],
    });

    [Test]
    public void A_csv_row_has_its_cells_and_no_control_character() => ForAny(drafts =>
    {
        byte[] csv = Samples.Write(new CsvTimelineWriter(), Samples.Case(drafts));
        List<string[]> rows = CsvTimelineWriterTests.Parse(csv);

        Assert.That(csv.Count(b => b == '\n'), Is.EqualTo(drafts.Count + 1), "a row is a line");
        Assert.That(rows.Select(row => row.Length), Is.All.EqualTo(Columns));
        Assert.That(Controls(csv, "\n"), Is.Empty);
        Assert.That(rows.Skip(1).SelectMany(row => row.Where(IsFormula)), Is.All.Matches<string?>(IsNumber));
    });

    [Test]
    public void A_raw_csv_cell_gives_the_bytes_back() => ForAny(drafts =>
    {
        List<string[]> rows = CsvTimelineWriterTests.Parse(Samples.Write(new CsvTimelineWriter { RawCsv = true }, Samples.Case(drafts)));

        Assert.That(rows.Skip(1).Select(row => Unescape(row[CsvTimelineWriterTests.Column("path")])), Is.EqualTo(drafts.Select(d => d.Path)));
        Assert.That(rows.Skip(1).Select(row => Unescape(row[CsvTimelineWriterTests.Column("origin")])), Is.EqualTo(drafts.Select(d => d.Origin)));
    });

    [Test]
    public void A_jsonl_record_gives_the_bytes_back() => ForAny(drafts =>
    {
        byte[] jsonl = Samples.Write(new JsonlTimelineWriter(), Samples.Case(drafts));
        List<JsonElement> records = JsonlTimelineWriterTests.Records(drafts);

        Assert.That(jsonl.Count(b => b == '\n'), Is.EqualTo(drafts.Count), "a record is a line");
        Assert.That(Controls(jsonl, "\n"), Is.Empty);
        Assert.That(records.Select(r => BytesOf(r, "path")), Is.EqualTo(drafts.Select(d => d.Path)));
        Assert.That(records.Select(r => BytesOf(r, "message")), Is.EqualTo(drafts.Select(d => d.Message)));
        Assert.That(records.Select(r => BytesOf(r, "origin")), Is.EqualTo(drafts.Select(d => d.Origin)));
        Assert.That(records.Select(r => BytesOf(r, "link_target")), Is.EqualTo(drafts.Select(d => d.LinkTarget)));
    });

    [Test]
    public void A_bodyfile_row_has_its_fields() => ForAny(drafts =>
    {
        byte[] body = Samples.Write(new BodyfileWriter(), Samples.Case(drafts));
        string[] rows = Encoding.UTF8.GetString(body).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.That(rows, Has.Length.EqualTo(drafts.Count(d => d.Time.Seconds >= 0)));
        Assert.That(rows.Select(row => row.Split('|').Length), Is.All.EqualTo(11));
        Assert.That(Controls(body, "\n"), Is.Empty);
    });

    [Test]
    public void An_l2t_row_has_its_cells() => ForAny(drafts =>
    {
        byte[] csv = Samples.Write(new L2tCsvWriter(), Samples.Case(drafts));

        Assert.That(Encoding.UTF8.GetString(csv).Split('\n')[..^1].Select(line => line.Split(',').Length), Is.All.EqualTo(17));
        Assert.That(CsvTimelineWriterTests.Parse(csv).Select(row => row.Length), Is.All.EqualTo(17));
        Assert.That(Controls(csv, "\n"), Is.Empty);
    });

    private static void ForAny(Action<List<EventDraft>> holds) =>
        Prop.ForAll(s_drafts.ListOf().Select(d => d.ToList()).ToArbitrary(), holds).Check(s_config);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    // Also checks that the output is UTF-8.
    private static IEnumerable<char> Controls(byte[] utf8, string allowed) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8).Where(c => (char.IsControl(c) || c is '\u2028' or '\u2029') && !allowed.Contains(c));

    private static bool IsFormula(string cell) => cell.Length > 0 && "=+-@\t\r".Contains(cell[0]);

    private static bool IsNumber(string? cell) => long.TryParse(cell, out _);

    private static byte[] BytesOf(JsonElement record, string name)
    {
        if (record.TryGetProperty(name + "_base64", out JsonElement exact))
            return exact.GetBytesFromBase64();
        return Encoding.UTF8.GetBytes(record.GetProperty(name).GetString() ?? "");
    }

    // The documented way back, written apart from the way there.
    private static byte[] Unescape(string cell)
    {
        var bytes = new List<byte>();
        byte[] text = Encoding.UTF8.GetBytes(cell);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                bytes.Add(text[i]);
                continue;
            }
            switch (text[++i])
            {
                case (byte)'n': bytes.Add((byte)'\n'); break;
                case (byte)'t': bytes.Add((byte)'\t'); break;
                case (byte)'\\': bytes.Add((byte)'\\'); break;
                default:
                    bytes.Add(Convert.ToByte(Encoding.ASCII.GetString(text, i + 1, 2), 16));
                    i += 2;
                    break;
            }
        }
        return [.. bytes];
    }
}
