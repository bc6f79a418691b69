using System.Text.RegularExpressions;
using StoreForensics.Reports.Documents;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>How a document becomes pages.</summary>
public sealed class PdfDocumentDrawingTests
{
    private static readonly Column[] s_columns = [new Column("First column", 1), new Column("Second column", 3)];

    [Test]
    public void A_document_without_blocks_is_one_page() => Assert.That(ReadBack.Pages(ReadBack.Draw()), Has.Length.EqualTo(1));

    [Test]
    public void The_head_of_a_table_is_repeated_on_every_page_and_no_row_is_lost_or_split()
    {
        string[] pages = ReadBack.Pages(ReadBack.Draw(new DataTable(s_columns, Rows(300))));
        Assert.That(pages, Has.Length.GreaterThan(3));
        Assert.That(pages, Has.All.Contains("First columnSecond column"));
        Assert.That(Regex.Matches(string.Concat(pages), @"row<\d+>").Select(m => m.Value), Is.EqualTo(Enumerable.Range(0, 300).Select(i => $"row<{i}>")));
        // Each row is two lines: both must be on the page where the row begins.
        foreach (string page in pages)
            Assert.That(Regex.Count(page, "row<"), Is.EqualTo(Regex.Count(page, "second line")));
    }

    [Test]
    public void A_row_taller_than_a_page_is_split_between_its_lines()
    {
        string words = string.Join(' ', Enumerable.Range(0, 4000).Select(i => $"w{i}."));
        string[] pages = ReadBack.Pages(ReadBack.Draw(new DataTable(s_columns, [new TableRow(["left", words])])));
        Assert.That(pages, Has.Length.GreaterThan(2));
        Assert.That(pages, Has.All.Contains("First column"));
        Assert.That(Regex.Count(string.Concat(pages), @"w\d+\."), Is.EqualTo(4000));
    }

    [Test]
    public void A_page_neither_begins_with_a_tables_last_row_alone_nor_ends_with_its_first()
    {
        for (int lines = 20; lines < 44; lines++)
        {
            IEnumerable<Block> blocks = [.. Enumerable.Range(0, lines).Select(i => new Paragraph("filling")), new DataTable(s_columns, Rows(4))];
            foreach (string page in ReadBack.Pages(ReadBack.Draw(blocks)))
                Assert.That(Regex.Count(page, "row<"), Is.Not.EqualTo(1), $"after {lines} paragraphs");
        }
    }

    [Test]
    public void A_row_that_wants_the_next_does_not_end_a_page()
    {
        for (int above = 0; above < 6; above++) // so that a page ends at every place between the rows
        {
            IEnumerable<TableRow> rows = Enumerable.Range(0, 100).SelectMany(i =>
                (TableRow[])[new TableRow([$"row<{i}>", "text"], KeepWithNext: true), new TableRow([$"note<{i}>"], NoteFrom: 1)]);
            foreach (string page in ReadBack.Pages(ReadBack.Draw([.. Enumerable.Repeat(new Paragraph("filling", ParagraphRole.Note), above),
                new DataTable(s_columns, rows)])))
                Assert.That(Numbers(page, "row"), Is.EqualTo(Numbers(page, "note")), $"after {above} paragraphs");
        }

        static string[] Numbers(string page, string what) => [.. Regex.Matches(page, what + @"<(\d+)>").Select(m => m.Groups[1].Value)];
    }

    [TestCase(200, 3)]
    [TestCase(200, 30)]
    [TestCase(5, 3)]
    public void A_table_of_one_page_ends_there_and_says_what_is_left(int rows, int linesBelow)
    {
        byte[] pdf = ReadBack.Draw(new Heading(1, "Head"), new Paragraph("text"),
            new DataTable(s_columns, Rows(rows), OnePage: new PageBound(rows, linesBelow, left => $"left<{left}>")), new Paragraph("below"));
        string[] pages = ReadBack.Pages(pdf);
        Assert.That(pages, Has.Length.EqualTo(1));
        int shown = Regex.Count(pages[0], @"row<\d+>");
        Assert.That(shown, Is.GreaterThanOrEqualTo(Math.Min(rows, 9)));
        Assert.That(pages[0], shown == rows ? Does.Not.Contain("left<") : Does.Contain($"left<{rows - shown}>"));
    }

    [Test]
    public void Of_a_table_of_one_page_expendable_rows_go_first_and_the_last_of_them_first()
    {
        IEnumerable<TableRow> rows = Enumerable.Range(0, 60).Select(i => new TableRow([$"row<{i}>", "text"], IsExpendable: i % 2 == 0));
        string page = ReadBack.Pages(ReadBack.Draw(new DataTable(s_columns, rows, OnePage: new PageBound(60, 0, left => $"left<{left}>")))).Single();
        int[] shown = [.. Regex.Matches(page, @"row<(\d+)>").Select(m => int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.That(shown.Where(i => i % 2 == 1), Is.EqualTo(Enumerable.Range(0, 30).Select(i => (2 * i) + 1)));
        Assert.That(shown.Where(i => i % 2 == 0), Is.EqualTo(Enumerable.Range(0, shown.Length - 30).Select(i => 2 * i)));
        Assert.That(shown.Length, Is.GreaterThan(35));
        Assert.That(page, Does.Contain($"left<{60 - shown.Length}>"));
    }

    [Test]
    public void Bars_are_named_and_tell_their_amounts()
    {
        string page = ReadBack.Pages(ReadBack.Draw(new BarChart("Sizes", [new AmountBar("big", 1000, "1 kB"), new AmountBar("none", 0, "0 B")])))[0];
        Assert.That(page, Does.Contain("big1 kB").And.Contain("none0 B"));
    }

    [Test]
    public void Places_to_sign_are_at_the_foot_of_the_page()
    {
        using PdfDocument document = PdfDocument.Open(ReadBack.Draw(new Paragraph("text"), new Signatures(["Examiner", "Reviewed by"])));
        Word[] words = [.. document.GetPage(1).GetWords().Where(w => w.Text is "Examiner:" or "Reviewed")];
        Assert.That(words, Has.Length.EqualTo(2));
        Assert.That(words.Select(w => w.BoundingBox.Bottom), Has.All.LessThan(90));
    }

    [Test]
    public void A_heading_is_never_left_alone_at_the_foot_of_a_page()
    {
        for (int lines = 28; lines < 44; lines++) // 39 fill a page
        {
            IEnumerable<Block> blocks =
                [.. Enumerable.Range(0, lines).Select(i => new Paragraph("filling")), new Heading(1, "MAIN"), new Heading(2, "SUB"),
                    new DataTable(s_columns, Rows(3))];
            using PdfDocument document = PdfDocument.Open(ReadBack.Draw(blocks));
            Page page = document.GetPages().Single(p => p.Text.Contains("SUB", StringComparison.Ordinal));
            Assert.That(page.Text, Does.Match("MAINSUB.*row<0>"), $"after {lines} paragraphs");
            Word row = page.GetWords().Single(w => w.Text.Contains("row<0>", StringComparison.Ordinal));
            Assert.That(row.BoundingBox.Bottom, Is.GreaterThan(58), $"after {lines} paragraphs it stands in the margin");
        }
    }

    [Test]
    public void The_table_of_contents_gives_the_pages_where_its_sections_begin()
    {
        // More entries than one page of contents holds, so that its own length counts.
        var blocks = new List<Block> { new Heading(0, "Cover"), new TableOfContents("Contents") };
        for (int i = 0; i < 120; i++)
            blocks.AddRange([new Heading(i % 10 == 0 ? 1 : 2, $"section<{i}>"), new Paragraph("text"), new PageBreak()]);
        byte[] pdf = ReadBack.Draw(blocks);
        string[] pages = ReadBack.Pages(pdf);
        string contents = pages[1] + pages[2] + pages[3];
        Assert.That(pages[4], Does.Contain("section<0>").And.Contain("text"));
        for (int i = 0; i < 120; i++)
        {
            Assert.That(pages[4 + i], Does.StartWith($"section<{i}>text"));
            Assert.That(contents, Does.Contain($"section<{i}>{5 + i}"));
        }
        Assert.That(LinkTargets(pdf, 2), Is.EqualTo(Enumerable.Range(5, LinkTargets(pdf, 2).Count)));
    }

    [Test]
    public void Of_too_many_sections_the_contents_list_the_main_ones()
    {
        var blocks = new List<Block> { new TableOfContents("Contents") };
        for (int i = 0; i < 300; i++)
            blocks.AddRange([new Heading(i == 0 ? 1 : 2, $"section<{i}>"), new Paragraph("text")]);
        string first = ReadBack.Pages(ReadBack.Draw(blocks))[0];
        Assert.That(first, Does.Contain("section<0>").And.Not.Contain("section<1>").And.Contain("bookmarks lead to all 300 sections"));
    }

    [Test]
    public void A_reference_to_a_heading_is_a_link_and_one_to_nowhere_is_text()
    {
        byte[] pdf = ReadBack.Draw(
            new Paragraph([Span.To("there", "go there"), Span.To("nowhere", "go nowhere")]), new PageBreak(), new Heading(1, "There", "there"),
                new Paragraph("text"));
        Assert.That(LinkTargets(pdf, 1), Is.EqualTo((int[])[2]));
        Assert.That(ReadBack.Pages(pdf)[0], Does.Contain("go nowhere"));
    }

    [TestCase("┌─┐│└┘█▓░", TestName = "Box drawing")]
    [TestCase("→ ← ↑ ↓", TestName = "Arrows")]
    [TestCase("Ελληνικά", TestName = "Greek")]
    [TestCase("Українська ґ Ӂ", TestName = "Cyrillic")]
    [TestCase("Tiếng Việt ẵ", TestName = "Vietnamese")]
    [TestCase("日本語 カタカナ ひらがな", TestName = "Japanese")]
    [TestCase("简体中文 繁體中文", TestName = "Chinese")]
    [TestCase("한국어", TestName = "Korean")]
    [TestCase("𠅤", TestName = "Beyond the basic plane")]
    public void Scripts_that_the_fonts_have_are_printed_and_read_back(string text)
    {
        foreach (SpanStyle style in Enum.GetValues<SpanStyle>())
            Assert.That(ReadBack.Pages(ReadBack.Draw(new Paragraph(new Span(text, style))))[0], Does.StartWith(text));
    }

    [TestCase("😀", "\\u{1F600}", TestName = "Emoji")]
    [TestCase("ก", "\\u{0E01}", TestName = "Thai")]
    [TestCase("א", "\\u{05D0}", TestName = "Hebrew")]
    [TestCase("a\u3164b", "a\\u{3164}b", TestName = "An invisible letter")]
    [TestCase("a\u202eb", "a\\u{202E}b", TestName = "A change of direction")]
    [TestCase("a\u001bb\n", "a\\x1bb\\n", TestName = "Controls")]
    [TestCase("\ue000", "\\u{E000}", TestName = "Private use")]
    public void What_no_font_has_or_what_deceives_is_printed_as_an_escape(string text, string printed) =>
        Assert.That(ReadBack.Pages(ReadBack.Draw(new Paragraph(text)))[0], Does.StartWith(printed));

    [Test] // no test case: attributes cannot hold such a text
    public void Half_a_surrogate_pair_is_printed_as_an_escape() =>
        Assert.That(ReadBack.Pages(ReadBack.Draw(new Paragraph("a\ud800b")))[0], Does.StartWith("a\\u{FFFD}b"));

    [Test]
    public void Characters_that_share_a_glyph_are_read_back_as_they_were()
    {
        const string lookalikes = "AА-‐"; // Latin and Cyrillic; hyphen-minus and hyphen
        Assert.That(ReadBack.Pages(ReadBack.Draw(new Paragraph(lookalikes)))[0], Does.StartWith(lookalikes));
    }

    [Test]
    public void Nothing_is_drawn_beyond_the_margins()
    {
        string longWord = new('W', 3000);
        using PdfDocument document = PdfDocument.Open(ReadBack.Draw(
            new Heading(1, longWord), new Paragraph(Span.Mono("/" + longWord + "/b")), new KeyValueTable([new KeyValueRow(longWord, longWord)]),
            new DataTable(s_columns, [new TableRow([longWord, longWord])]), new Callout(Tone.Danger, longWord, longWord), new BulletList([longWord]),
            new KeyFigures([new KeyFigure(longWord, longWord)])));
        foreach (Letter letter in document.GetPages().SelectMany(page => page.Letters))
        {
            Assert.That(letter.BoundingBox.Left, Is.GreaterThan(45));
            Assert.That(letter.BoundingBox.Right, Is.LessThan(595 - 45));
            Assert.That(letter.BoundingBox.Bottom, Is.GreaterThan(20));
        }
    }

    [Test]
    public void A_thousand_pages_stream_without_being_held()
    {
        var target = new CountingStream();
        long most = 0;
        IEnumerable<TableRow> Long()
        {
            for (int i = 0; i < 47_000; i++)
            {
                if (i % 5000 == 4999)
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                yield return new TableRow([$"row<{i}>", "a line of text that a table of a thousand pages could well have"]);
            }
        }
        long before = GC.GetTotalMemory(forceFullCollection: true);
        StoreForensics.Reports.Pdf.PdfDocumentDrawing.Draw(
            new ReportDocument { Title = "T", Tool = "t", RunningHead = "h", Blocks = [new DataTable(s_columns, Long())] }, target);
        Assert.That(target.Written, Is.GreaterThan(1_000_000));
        Assert.That(most - before, Is.LessThan(40L << 20));
    }

    private static IEnumerable<TableRow> Rows(int count) =>
        Enumerable.Range(0, count).Select(i => new TableRow([$"row<{i}>", [new Span("text"), Span.LineBreak, new Span("second line")]]));

    private static List<int> LinkTargets(byte[] pdf, int page)
    {
        using PdfDocument document = PdfDocument.Open(pdf);
        return [.. document.GetPage(page).GetAnnotations().Select(a => a.Action).OfType<UglyToad.PdfPig.Actions.GoToAction>().Select(a =>
            a.Destination.PageNumber)];
    }

    private sealed class CountingStream : Stream
    {
        public long Written { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer) => Written += buffer.Length;

        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
