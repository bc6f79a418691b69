using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Pdf;
using StoreForensics.Timeline;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Outline;

namespace StoreForensics.Tests.Reports.Pdf;

public sealed class PdfReportWriterTests
{
    private static readonly byte[] s_sample = ReadBack.Report(new SampleCase());

    [Test]
    public void Two_runs_over_the_same_case_give_the_same_bytes() =>
        Assert.That(ReadBack.Report(new SampleCase()), Is.EqualTo(s_sample));

    [Test]
    public void Another_case_gives_another_file_identifier()
    {
        byte[] other = ReadBack.Report(new SampleCase(), new CaseDetails { CaseName = "another" });
        Assert.That(Identifier(other), Is.Not.EqualTo(Identifier(s_sample)));

        static string Identifier(byte[] pdf)
        {
            string text = System.Text.Encoding.Latin1.GetString(pdf);
            return text.Substring(text.LastIndexOf("/ID[", StringComparison.Ordinal), 70);
        }
    }

    [Test]
    public void Qpdf_finds_nothing_wrong()
    {
        (int code, string output) = ReadBack.Run(s_sample, "qpdf", "--check", "FILE");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain("No syntax or stream encoding errors"));
    }

    [Test]
    public void Pdftotext_gives_the_code_points_of_the_evidence()
    {
        (_, string text) = ReadBack.Run(s_sample, "pdftotext", "-enc", "UTF-8", "FILE", "-");
        Assert.That(text, Does.Contain(SampleCase.Japanese));
        Assert.That(text, Does.Contain(SampleCase.Russian));
        Assert.That(text, Does.Contain("Ада Лавлейс"));
    }

    [Test]
    public void The_first_page_says_what_the_evidence_is_and_what_was_found()
    {
        string first = ReadBack.Pages(s_sample)[0];
        foreach (string fact in (string[])["R v. Roe", "EV-2015/042", "2024-05-06", "Second look. After the first.", "evidence.tar.gz", "gzip › tar",
            new string('0', 63) + "7", "1.23 GB", "Docker 1.6.2 data (aufs)",
            "overlay2", "app:latest", "2014-01-01", "2015-04-03", "lie between 2015-03-12 and 2015-04-02", "could not be read",
                "Examiner: name, date, signature"])
            Assert.That(first, Does.Contain(fact));
    }

    [Test]
    public void Every_page_tells_its_number_and_how_many_there_are()
    {
        string[] pages = ReadBack.Pages(s_sample);
        for (int i = 0; i < pages.Length; i++)
            Assert.That(pages[i], Does.Contain($"Page {i + 1} of {pages.Length}"));
    }

    [Test]
    public void Pages_after_the_first_name_case_and_evidence_at_their_head()
    {
        foreach (string page in ReadBack.Pages(s_sample).Skip(1))
            Assert.That(page, Does.Contain("EV-2015/042"));
    }

    [Test]
    public void Bookmarks_name_every_section_image_and_container()
    {
        using PdfDocument document = PdfDocument.Open(s_sample);
        Assert.That(document.TryGetBookmarks(out Bookmarks? bookmarks), Is.True);
        string[] titles = [.. bookmarks!.GetNodes().Select(node => node.Title)];
        Assert.That(bookmarks.Roots.Select(node => node.Title), Is.EqualTo(
            (string[])["Summary", "Charts", "Evidence", "Stores", "Images", "Containers", "Volumes", "Leftovers", "Timeline of turning points",
                "Method, tool and limits", "Glossary", "Problems"]));
        Assert.That(titles, Has.Some.StartsWith("registry.example.com/team/app:v1"));
        Assert.That(titles, Has.Some.StartsWith("web_😀invoice\\u{202E}gnp.exe"));
    }

    [Test]
    public void Text_that_could_mislead_is_shown_as_escapes()
    {
        string text = ReadBack.Text(s_sample);
        Assert.That(text, Does.Contain(SampleCase.Script));
        Assert.That(text, Does.Contain("\\x1b[31mred\\x1b[0m"));
        Assert.That(text, Does.Contain("invoice\\u{202E}gnp.exe"));
        Assert.That(text, Does.Contain("/srv/bad-\\xff\\xfe-bytes"));
        Assert.That(text, Does.Not.Contain('\u202e').And.Not.Contain('\u001b'));
    }

    [Test]
    public void A_command_of_ten_thousand_characters_is_printed_whole() =>
        Assert.That(ReadBack.Text(s_sample).Count(c => c == 'x'), Is.GreaterThan(10_000));

    [Test]
    public void Secrets_are_masked_unless_asked_for()
    {
        string masked = ReadBack.Text(s_sample), shown = ReadBack.Text(ReadBack.Report(new SampleCase(), showSecrets: true));
        Assert.That(masked, Does.Contain("•••• (28 characters)"));
        foreach (string secret in (string[])["correct horse", "hunter2", "abc.def", "abcdefgh"])
        {
            Assert.That(masked, Does.Not.Contain(secret));
            Assert.That(shown, Does.Contain(secret));
        }
    }

    [Test]
    public void A_layer_that_two_images_share_is_described_once()
    {
        var read = new List<Layer>();
        var sample = new SampleCase();
        using var stream = new MemoryStream();
        new PdfReportWriter(layer => { read.Add(layer); return sample.Layers.Of(layer); }, sample.Layers.Of).Write(sample.Build(), stream);
        Assert.That(read, Is.Unique.And.Count.EqualTo(2));
        Assert.That(ReadBack.Text(stream.ToArray()), Does.Contain("described under registry.example.com/team/app:v1"));
    }

    [Test]
    public void Changes_are_counted_and_the_first_are_listed()
    {
        string text = ReadBack.Text(s_sample);
        Assert.That(text, Does.Contain("300 added").And.Contain("/bin/tool9").And.Not.Contain("/bin/tool10"));
        Assert.That(text, Does.Contain("and 290 more, all in the CSV"));
        Assert.That(text, Does.Contain("1 added, 2 changed, 1 deleted").And.Contain("/root/.bash_history"));
    }

    [Test]
    public void Damage_while_changes_are_read_ends_their_list_only()
    {
        var sample = new SampleCase();
        using var stream = new MemoryStream();
        new PdfReportWriter(_ => throw new EvidenceFormatException("SF-TEST-0002", "the directory block is torn"), sample.Layers.Of).Write(sample.Build(),
            stream);
        Assert.That(ReadBack.Text(stream.ToArray()), Does.Contain("the directory block is torn").And.Contain("Glossary"));
    }

    [Test]
    public void Plain_file_times_are_counted_only_and_the_rest_is_listed()
    {
        string text = ReadBack.Text(s_sample);
        Assert.That(text, Does.Contain("500 plain file times"));
        Assert.That(text, Does.Contain("Container web was started").And.Contain("/var/log/auth.log was deleted").And.Contain("log \\xff\\x1b[0m"));
        Assert.That(text, Does.Not.Contain("file 499"));
    }

    [Test]
    public void Too_many_events_are_cut_in_the_middle_and_the_caller_is_told()
    {
        var sample = new SampleCase();
        for (int i = 0; i < 6000; i++)
            sample.Events.Add(ReadBack.Event(100_000_000 + i, EventType.ContainerStarted, $"start<{i}>"));
        using var stream = new MemoryStream();
        string? told = new PdfReportWriter(sample.Layers.Of, sample.Layers.Of).Write(sample.Build(), stream);
        string text = ReadBack.Text(stream.ToArray());
        Assert.That(told, Does.Contain("4,004 events besides plain file times"));
        Assert.That(text, Does.Contain("start<0>").And.Contain("start<5999>").And.Not.Contain("start<3000>"));
        Assert.That(text, Does.Contain("from here 4,004 other events are left to the CSV"));
    }

    [Test]
    public void Times_are_shown_in_the_zone_of_the_case_with_their_offset()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test/Zone", TimeSpan.FromHours(5.5), "Test/Zone", "Test/Zone");
        string text = ReadBack.Text(ReadBack.Report(new SampleCase(), new CaseDetails { TimeZone = zone }));
        Assert.That(text, Does.Contain("2015-03-12 15:52:00.123456789 +05:30"));
        Assert.That(text, Does.Contain("recorded as 2015-03-12T11:22:00.123456789+01:00"));
        Assert.That(text, Does.Contain("Test/Zone"));
    }

    [Test]
    public void Problems_past_the_limit_are_counted()
    {
        var sample = new SampleCase();
        for (int i = 0; i < 3000; i++)
            sample.Problems.Add(new Problem("SF-TEST-0003", ProblemSeverity.Note, new Origin("evidence.tar", "p" + i), $"problem<{i}>"));
        string text = ReadBack.Text(ReadBack.Report(sample));
        Assert.That(text, Does.Contain("1,003 problems past the first 2,000 are counted only"));
        Assert.That(text, Does.Contain("problem<1996>").And.Not.Contain("problem<1997>"));
    }

    [Test]
    public void An_empty_case_is_a_report_too()
    {
        byte[] pdf = ReadBack.Report(ReadBack.Empty(), new FakeLayers());
        string text = ReadBack.Text(pdf);
        foreach (string says in (string[])["No Docker store was found", "hold no images", "hold no containers", "hold no volumes", "There are no events",
            "No evidence was opened"])
            Assert.That(text, Does.Contain(says));
        Assert.That(ReadBack.Run(pdf, "qpdf", "--check", "FILE").Code, Is.Zero);
    }

    [Test]
    public void It_is_chosen_by_its_ending()
    {
        IReportWriter writer = new PdfReportWriter();
        Assert.That((writer.Name, writer.Extension), Is.EqualTo(("PDF", ".pdf")));
    }

    [Test]
    public void A_target_that_fails_is_an_IOException()
    {
        using var full = new FullStream();
        Assert.That(() => new PdfReportWriter().Write(ReadBack.Empty(), full), Throws.InstanceOf<IOException>());
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no space left");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("no space left");
    }
}
