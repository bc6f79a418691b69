using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Cases;
using StoreForensics.Reports.Pdf.Objects;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Operations.TextShowing;
using UglyToad.PdfPig.Tokens;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>What PDF/A-2b (ISO 19005-2) asks of the file, as far as its bytes show it.</summary>
public sealed class PdfArchiveTests
{
    private static readonly byte[] s_pdf = ReadBack.Report(new SampleCase());
    private static readonly string s_raw = Encoding.Latin1.GetString(s_pdf);

    [Test]
    public void The_head_marks_it_as_binary()
    {
        Assert.That(s_raw, Does.StartWith("%PDF-1.7\n%"));
        Assert.That(s_pdf[10..14], Has.All.GreaterThan((byte)127));
    }

    [Test]
    public void Metadata_says_PDF_A_2b_and_agrees_with_the_information_dictionary()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        Assert.That(document.TryGetXmpMetadata(out var xmp), Is.True);
        string xml = xmp!.GetXDocument().ToString();
        Assert.That(xml, Does.Contain("<pdfaid:part>2</pdfaid:part>").And.Contain("<pdfaid:conformance>B</pdfaid:conformance>"));
        Assert.That(xml, Does.Contain("<xmp:CreateDate>2024-05-06</xmp:CreateDate>"));
        Assert.That(xml, Does.Contain("R v. Roe &lt;script&gt;"));
        Assert.That(document.Information.Title, Does.StartWith("Container store examination: R v. Roe <script>"));
        Assert.That(document.Information.Author, Is.EqualTo("Ада Лавлейс"));
        Assert.That(document.Information.CreationDate, Is.Null);
    }

    [Test]
    public void Without_a_date_given_the_file_has_none()
    {
        byte[] pdf = ReadBack.Report(new SampleCase(), new CaseDetails());
        Assert.That(Encoding.UTF8.GetString(pdf), Does.Not.Contain("CreateDate"));
    }

    [TestCase("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00")]
    [TestCase("2024-05-06T07:08:09+02:00", "2024-05-06T07:08:09+02:00")]
    [TestCase("2024-05-06", "2024-05-06")]
    public void A_date_is_written_as_XMP_wants_it(string given, string written) =>
        Assert.That(Encoding.UTF8.GetString(ReadBack.Report(new SampleCase(), new CaseDetails { Date = given })), Does.Contain($"<xmp:CreateDate>{written}<"));

    [Test]
    public void A_date_in_words_is_printed_but_is_no_XMP_date()
    {
        byte[] pdf = ReadBack.Report(new SampleCase(), new CaseDetails { Date = "the ides of March" });
        Assert.That(Encoding.UTF8.GetString(pdf), Does.Not.Contain("CreateDate"));
        Assert.That(ReadBack.Pages(pdf)[0], Does.Contain("the ides of March"));
    }

    [Test]
    public void The_output_intent_is_sRGB()
    {
        Assert.That(s_raw, Does.Contain("/S/GTS_PDFA1").And.Contain("/OutputConditionIdentifier(sRGB IEC61966-2-1)"));
        byte[] profile = SrgbProfile.Build();
        Assert.That(profile[0] << 24 | profile[1] << 16 | profile[2] << 8 | profile[3], Is.EqualTo(profile.Length));
        Assert.That(Encoding.ASCII.GetString(profile, 36, 4), Is.EqualTo("acsp"));
        Assert.That(Encoding.ASCII.GetString(profile, 12, 12), Is.EqualTo("mntrRGB XYZ "));
    }

    [Test]
    public void Every_font_is_embedded_subset_and_mapped_to_Unicode()
    {
        int fonts = Regex.Count(s_raw, "/Subtype/Type0");
        Assert.That(fonts, Is.EqualTo(4)); // no Hangul in the sample
        Assert.That(Regex.Count(s_raw, "/FontFile2 "), Is.EqualTo(fonts));
        Assert.That(Regex.Count(s_raw, "/ToUnicode "), Is.EqualTo(fonts));
        Assert.That(Regex.Count(s_raw, "/CIDFontType2/BaseFont/[A-Z]{6}\\+"), Is.EqualTo(fonts));
        (_, string list) = ReadBack.Run(s_pdf, "pdffonts", "FILE");
        Assert.That(Regex.Count(list, "Identity-H +yes yes yes"), Is.EqualTo(fonts), list);
    }

    [Test]
    public void Links_are_printed_and_lead_into_the_document()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        int links = 0;
        foreach (ArrayToken annotations in document.GetPages().Where(p => p.Dictionary.Data.ContainsKey("Annots")).Select(p =>
            (ArrayToken)p.Dictionary.Data["Annots"]))
        {
            foreach (DictionaryToken link in annotations.Data.Select(a => (DictionaryToken)document.Structure.GetObject(((IndirectReferenceToken)a).Data).Data))
            {
                Assert.That(((NameToken)link.Data["Subtype"]).Data, Is.EqualTo("Link"));
                Assert.That(((NumericToken)link.Data["F"]).Int, Is.EqualTo(4)); // 6.3.2: printed, neither hidden nor invisible
                Assert.That(((ArrayToken)link.Data["Dest"]).Data[0], Is.InstanceOf<IndirectReferenceToken>());
                Assert.That(link.Data.Keys, Has.None.EqualTo("A"));
                links++;
            }
        }
        Assert.That(links, Is.GreaterThan(20));
    }

    // 6.2.11.5: what the dictionary says of widths is what the font program says, within a thousandth; 6.2.11.8: nothing refers to .notdef.
    [Test]
    public void Widths_are_those_of_the_embedded_programs_and_no_glyph_is_missing()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        foreach ((DictionaryToken descendant, byte[] program) in Fonts(document))
        {
            double[] widths = [.. ((ArrayToken)((ArrayToken)descendant.Data["W"]).Data[1]).Data.Cast<NumericToken>().Select(n => n.Double)];
            (int unitsPerEm, int[] advances) = Advances(program);
            Assert.That(widths, Has.Length.LessThanOrEqualTo(advances.Length)); // parts of composed glyphs follow
            for (int glyph = 0; glyph < widths.Length; glyph++)
                Assert.That(widths[glyph], Is.EqualTo(advances[glyph] * 1000.0 / unitsPerEm).Within(0.01));
            Assert.That(widths, Has.Length.GreaterThan(1));
        }
        foreach (ShowText show in document.GetPages().SelectMany(page => page.Operations).OfType<ShowText>())
            Assert.That(Enumerable.Range(0, show.Bytes.Length / 2).Select(i => (show.Bytes.Span[2 * i] << 8) | show.Bytes.Span[(2 * i) + 1]), Has.None.Zero);
    }

    // 6.2.2 and 6.2.4: only operators of ISO 32000-1, and only colours that the output intent defines.
    [Test]
    public void Pages_are_drawn_with_few_operators_and_in_RGB_only()
    {
        using PdfDocument document = PdfDocument.Open(s_pdf);
        Assert.That(document.GetPages().SelectMany(page => page.Operations).Select(o => o.Operator).Distinct(),
            Is.SubsetOf((string[])["BT", "ET", "Td", "Tf", "Tj", "rg", "re", "f", "BDC", "BMC", "EMC"]));
    }

    // 6.1.13: limits of an implementation that any reader keeps.
    [Test]
    public void No_string_or_name_is_longer_than_readers_must_take()
    {
        Assert.That(Regex.Matches(s_raw, "<([0-9A-F]+)>").Max(m => m.Length), Is.LessThan(2 * 32767));
        Assert.That(Regex.Matches(s_raw, "<[0-9A-F]*>").All(m => m.Length % 2 == 0), Is.True); // 6.1.6: an even number of digits
    }

    // 6.1.3: the cross-reference stream stands for the trailer: both halves of the identifier, and no encryption.
    [Test]
    public void The_trailer_has_an_identifier_and_metadata_is_not_compressed()
    {
        Assert.That(s_raw, Does.Match(@"/Type/XRef/Size \d+/W\[1 5 2\]/Root \d+ 0 R/Info \d+ 0 R/ID\[<([0-9A-F]{32})><\1>\]"));
        Assert.That(s_raw, Does.Match(@"<</Type/Metadata/Subtype/XML/Length \d+>>"));
        Assert.That(s_raw, Does.EndWith("%%EOF\n"));
    }

    [Test]
    public void Nothing_that_PDF_A_forbids_is_in_it() =>
        Assert.That(s_raw, Does.Not.Match("/Encrypt|/JavaScript|/Launch|/EmbeddedFile|/SMask|/LZWDecode|/AA<|/OpenAction"));

    private static IEnumerable<(DictionaryToken Descendant, byte[] Program)> Fonts(PdfDocument document)
    {
        foreach (Match match in Regex.Matches(s_raw, @"(\d+) 0 obj\n<</Type/Font/Subtype/CIDFontType2"))
        {
            var descendant = (DictionaryToken)Resolve(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
            var descriptor = (DictionaryToken)Resolve(NumberOf(descendant.Data["FontDescriptor"]));
            var program = (StreamToken)Resolve(NumberOf(descriptor.Data["FontFile2"]));
            using var inflate = new ZLibStream(new MemoryStream(program.Data.ToArray()), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            inflate.CopyTo(bytes);
            yield return (descendant, bytes.ToArray());
        }

        IToken Resolve(long number) => document.Structure.GetObject(new IndirectReference(number, 0)).Data;

        static long NumberOf(IToken token) => ((IndirectReferenceToken)token).Data.ObjectNumber;
    }

    // From the tables head, maxp, hhea and hmtx, read here apart from the code that wrote them.
    private static (int UnitsPerEm, int[] Advances) Advances(byte[] program)
    {
        int head = Table("head"), glyphs = Word(Table("maxp") + 4), measured = Word(Table("hhea") + 34), metrics = Table("hmtx");
        return (Word(head + 18), [.. Enumerable.Range(0, glyphs).Select(g => Word(metrics + (4 * Math.Min(g, measured - 1))))]);

        int Table(string tag)
        {
            for (int at = 12; ; at += 16)
            {
                if (Encoding.ASCII.GetString(program, at, 4) == tag)
                    return (int)BinaryPrimitives.ReadUInt32BigEndian(program.AsSpan(at + 8));
            }
        }

        int Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(program.AsSpan(at));
    }
}
