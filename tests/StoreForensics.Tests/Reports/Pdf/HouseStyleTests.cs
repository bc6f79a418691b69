using System.Text;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents.Content;
using StoreForensics.Reports.Pdf;
using StoreForensics.Reports.Pdf.Styles;
using UglyToad.PdfPig;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>The house style of the PDF: what it may say, and what comes of it.</summary>
public sealed class HouseStyleTests
{
    [Test]
    public void The_file_in_templates_says_what_the_program_does_without_one()
    {
        using Stream resource = typeof(HouseStyle).Assembly.GetManifestResourceStream("templates/house-style.json")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        HouseStyle style = HouseStyle.Parse(bytes.ToArray());
        Assert.That((style.Title, style.LogoFile, style.Palette),
            Is.EqualTo((HouseStyle.Default.Title, HouseStyle.Default.LogoFile, HouseStyle.Default.Palette)));
        Assert.That(style.Sections, Is.EqualTo(Sections.All));
    }

    [TestCase("""{"titel":"x"}""", "titel")]
    [TestCase("""{"title":7}""", "title")]
    [TestCase("""{"title":" "}""", "title")]
    [TestCase("""{"title":"a","title":"b"}""", "twice")]
    [TestCase("""{"logo":true}""", "logo")]
    [TestCase("""{"colours":{"ink":"#000000"}}""", "ink")]
    [TestCase("""{"colours":{"accent":"red"}}""", "#RRGGBB")]
    [TestCase("""{"colours":{"accent":"#+12345"}}""", "#RRGGBB")]
    [TestCase("""{"colours":{"accent":"#FFFF00"}}""", "too light")]
    [TestCase("""{"colours":{"lower_bars":"#EEEEEE"}}""", "too light")]
    [TestCase("""{"sections":"findings"}""", "list")]
    [TestCase("""{"sections":["findings","fundings"]}""", "fundings")]
    [TestCase("""{"sections":["findings","findings"]}""", "twice")]
    [TestCase("[]", "object")]
    [TestCase("{\n\"title\":\n}", "line 3")]
    [TestCase("", "JSON")]
    public void What_is_not_known_is_refused_and_named(string json, string named) =>
        Assert.That(() => HouseStyle.Parse(Encoding.UTF8.GetBytes(json)), Throws.TypeOf<UsageException>().With.Message.Contains(named));

    [Test]
    public void Title_sections_and_their_order_are_those_of_the_style_and_what_is_left_out_is_said()
    {
        byte[] pdf = Report(new HouseStyle { Title = "Gutachten", Sections = [Sections.Problems, Sections.Images] }, out string? note);
        using PdfDocument document = PdfDocument.Open(pdf);
        Assert.That(document.Information.Title, Does.StartWith("Gutachten: R v. Roe"));
        Assert.That(document.TryGetBookmarks(out var bookmarks), Is.True);
        Assert.That(bookmarks!.Roots.Select(node => node.Title), Is.EqualTo((string[])["Summary", "Problems", "Images"]));
        string[] pages = ReadBack.Pages(pdf);
        Assert.That(pages[0], Does.StartWith("Gutachten"));
        Assert.That(pages[1], Does.Contain("Sections left out by the house style: chronology, exhibits, findings, indicators, charts"));
        Assert.That(note, Does.Contain("sections left out by the house style"));
        Assert.That(ReadBack.Run(pdf, "qpdf", "--check", "FILE").Code, Is.Zero);
    }

    [Test]
    public void Colours_of_the_style_are_drawn()
    {
        HouseStyle style = HouseStyle.Parse("""{"colours":{"accent":"#330000","upper_bars":"#003300","lower_bars":"#000033"}}"""u8.ToArray());
        string drawn = Contents(Report(style, out _)), usual = Contents(Report(HouseStyle.Default, out _));
        foreach (string fill in (string[])["0.2 0 0 rg", "0 0.2 0 rg", "0 0 0.2 rg"])
        {
            Assert.That(drawn, Does.Contain(fill));
            Assert.That(usual, Does.Not.Contain(fill));
        }
    }

    [Test]
    public void The_logo_is_on_the_first_page_only_and_the_file_stays_sound()
    {
        var style = new HouseStyle { Logo = HouseLogo.Read(PngMaker.Make(20, 10, depth: 8, type: 6, (x, y) => [255, 0, 0, 128])) };
        byte[] pdf = Report(style, out _);
        using PdfDocument document = PdfDocument.Open(pdf);
        Assert.That(document.GetPages().Select(page => page.GetImages().Count()), Is.EqualTo(document.GetPages().Select((_, i) => i == 0 ? 1 : 0)));
        var image = document.GetPage(1).GetImages().Single();
        Assert.That((image.WidthInSamples, image.HeightInSamples), Is.EqualTo((20, 10)));
        Assert.That(image.BoundingBox.Bottom, Is.GreaterThan(841 - 64));
        Assert.That(ReadBack.Run(pdf, "qpdf", "--check", "FILE").Code, Is.Zero);
        Assert.That(Encoding.Latin1.GetString(pdf), Does.Not.Contain("/SMask"));
    }

    [TestCase(1, 0, new byte[] { 0xa0 }, new byte[] { 255, 0, 255 }, TestName = "One bit of grey")]
    [TestCase(2, 0, new byte[] { 0x6c }, new byte[] { 85, 170, 255 }, TestName = "Two bits of grey")]
    [TestCase(16, 0, new byte[] { 1, 255, 2, 0, 3, 0 }, new byte[] { 1, 2, 3 }, TestName = "Sixteen bits of grey")]
    [TestCase(8, 4, new byte[] { 0, 255, 0, 0, 100, 255 }, new byte[] { 0, 255, 100 }, TestName = "Grey that shines through")]
    public void Pixels_of_a_PNG_are_read(int depth, int type, byte[] row, byte[] grey)
    {
        HouseLogo logo = HouseLogo.Read(PngMaker.MakeRows(3, 1, depth, type, [row]));
        Assert.That(logo.Data, Is.EqualTo(grey.SelectMany(g => (byte[])[g, g, g])));
    }

    [Test]
    public void A_palette_with_clear_colours_and_every_filter_are_read()
    {
        byte[] palette = [10, 20, 30, 40, 50, 60], clear = [0];
        HouseLogo logo = HouseLogo.Read(PngMaker.MakeRows(2, 1, 8, 3, [[0, 1]], palette, clear));
        Assert.That(logo.Data, Is.EqualTo((byte[])[255, 255, 255, 40, 50, 60]));

        byte[][] rows = [.. Enumerable.Range(0, 5).Select(y => (byte[])[.. Enumerable.Range(0, 12).Select(i => (byte)((i * 37) + (y * 91)))])];
        Assert.That(HouseLogo.Read(PngMaker.MakeRows(4, 5, 8, 2, rows, filtered: true)).Data, Is.EqualTo(rows.SelectMany(r => r)));
    }

    [Test]
    public void A_picture_that_is_damaged_too_large_or_of_another_kind_is_refused()
    {
        byte[] good = PngMaker.Make(2, 2, 8, 2, (_, _) => [1, 2, 3]);
        for (int length = 0; length < good.Length - 12; length++)
            Assert.That(() => HouseLogo.Read(good.AsSpan(0, length)), Throws.TypeOf<UsageException>(), $"the first {length} bytes");
        Assert.That(() => HouseLogo.Read(PngMaker.MakeRows(4001, 1, 8, 0, [new byte[4001]])), Throws.TypeOf<UsageException>().With.Message.Contains("4000"));
        Assert.That(() => HouseLogo.Read("GIF89a"u8), Throws.TypeOf<UsageException>().With.Message.Contains("neither a PNG nor a JPEG"));
        Assert.That(() => HouseLogo.Read(Jpeg(colours: 4)), Throws.TypeOf<UsageException>().With.Message.Contains("CMYK"));
        Assert.That(() => HouseLogo.Read((byte[])[0xff, 0xd8, 0xff, 0xe0, 0, 0]), Throws.TypeOf<UsageException>());
    }

    [Test]
    public void A_JPEG_goes_in_as_it_is()
    {
        byte[] file = Jpeg(colours: 3);
        HouseLogo logo = HouseLogo.Read(file);
        Assert.That((logo.Width, logo.Height, logo.IsCompressed), Is.EqualTo((300, 120, true)));
        Assert.That(logo.Data, Is.EqualTo(file));
    }

    // No picture, but what a reader of headers sees of one.
    private static byte[] Jpeg(byte colours) => [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 8, 8, 0, 120, 1, 44, colours, 0xff, 0xd9];

    private static byte[] Report(HouseStyle style, out string? note)
    {
        var sample = new SampleCase();
        using var stream = new MemoryStream();
        note = new PdfReportWriter(sample.Layers.Of, sample.Layers.Of) { Style = style }.Write(sample.Build(), stream);
        return stream.ToArray();
    }

    private static string Contents(byte[] pdf)
    {
        using PdfDocument document = PdfDocument.Open(pdf);
        return string.Concat(document.GetPages().SelectMany(page => page.Operations).Select(operation =>
        {
            using var written = new MemoryStream();
            operation.Write(written);
            return Encoding.Latin1.GetString(written.ToArray());
        }));
    }
}
