using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Reports.Pdf.Objects;
using UglyToad.PdfPig;

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
        Assert.That(document.Information.Title, Does.StartWith("Docker store examination: R v. Roe <script>"));
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
        int links = Regex.Count(s_raw, "/Subtype/Link");
        Assert.That(links, Is.GreaterThan(20));
        Assert.That(Regex.Count(s_raw, "/Subtype/Link/F 4/"), Is.EqualTo(links));
        Assert.That(Regex.Count(s_raw, @"/Subtype/Link/F 4/Border\[0 0 0\]/Rect\[[^\]]+\]/Dest\[\d+ 0 R /XYZ "), Is.EqualTo(links));
    }

    [Test]
    public void Nothing_that_PDF_A_forbids_is_in_it() =>
        Assert.That(s_raw, Does.Not.Match("/Encrypt|/JavaScript|/Launch|/EmbeddedFile|/SMask|/LZWDecode|/AA<|/OpenAction"));
}
