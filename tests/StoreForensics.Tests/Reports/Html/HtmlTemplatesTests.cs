using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports.Html;

[TestFixture]
public sealed class HtmlTemplatesTests
{
    [Test]
    public void ReplacedTemplate_IsUsedAndStillEscapes()
    {
        string html = HtmlReport.Text(HostileCase.Make(),
            With("report.html", "<p>{{ title }}</p>{{ '<b>' + tool.name }}{{ x = title }}{{ capture y }}<i>{{ end }}{{ y }}"));
        Assert.That(html, Does.StartWith("<p>case &lt;script&gt;").And.Contain("&lt;b&gt;tool &lt;script&gt;").And.EndWith("&lt;i&gt;"));
    }

    [Test]
    public void ReplacedStyle_GetsItsOwnDigestAndUnixLineEnds()
    {
        string html = HtmlReport.Text(HostileCase.Make(), With("report.css", "p {\r\n}\r\n"));
        Assert.That(html, Does.Contain("<style>p {\n}\n</style>").And.Contain("sha256-icl22tdbu3+Gq4pmSp+hatXmf1B/1NY7mR740mSeR6U="));
    }

    [TestCase("report.css", "p {} </style><script>")]
    [TestCase("js/page.js", "let a = '<!--'")]
    public void StyleOrScriptThatEndsItsElement_IsRefused(string name, string text) =>
        Assert.That(() => HtmlReport.Text(HostileCase.Make(), With(name, text)), Throws.TypeOf<UsageException>().With.Message.Contains(name));

    [TestCase("<p>\n{{ if }}", "report.html")]
    [TestCase("<p>\n{{ no_such_name }}", "line 2")]
    [TestCase("<p>\n{{ tool.no_such_name }}", "line 2")]
    [TestCase("{{ part 'no-such.html' tool }}", "no-such.html")]
    [TestCase("{{ date.now }}", "date")]
    public void WrongTemplate_IsAUsageErrorThatNamesThePlace(string text, string named) =>
        Assert.That(() => HtmlReport.Text(HostileCase.Make(), With("report.html", text)), Throws.TypeOf<UsageException>().With.Message.Contains(named));

    [TestCase("<p>\n{{ while true }}{{ end }}", "turns of loops")]
    [TestCase("<p>\n{{ for i in 1..2000000000 }}{{ for j in 1..2000000000 }}{{ end }}{{ end }}", "turns of loops")]
    [TestCase("<p>\n{{ while true }}0123456789012345678901234567890123456789012345678901234567890123456789{{ end }}", "characters")]
    [TestCase("<p>\n{{ s = '0123456789' }}{{ for i in 1..40 }}{{ s = s + s }}{{ end }}", "line 2")]
    [TestCase("<p>\n{{ part 'report.html' tool }}{{ part 'report.html' tool }}", "line 2")]
    public void EndlessTemplate_IsAUsageErrorThatNamesThePlace(string text, string named)
    {
        var writer = new StoreForensics.Reports.Html.HtmlReportWriter
        {
            Templates = wanted => wanted == "report.html" ? text : null,
            MaxTemplateSteps = 20_000,
            MaxTemplateChars = 1_000_000,
        };
        Assert.That(() => HtmlReport.Text(HostileCase.Make(), writer),
            Throws.TypeOf<UsageException>().With.Message.Contains(named).And.Message.Contains("report.html, line 2"));
    }

    [Test]
    public void FullDisk_StaysAnIOExceptionWhereverItIsMet([Range(0, 8)] int writes) =>
        Assert.That(() => HtmlReport.Writer().Write(HostileCase.Make(), new FullStream(writes)), Throws.TypeOf<IOException>());

    private static StoreForensics.Reports.Html.HtmlReportWriter With(string name, string text) =>
        HtmlReport.Writer(templates: wanted => wanted == name ? text : null);

    private sealed class FullStream(int writes) : MemoryStream
    {
        private int _left = writes;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_left-- == 0)
                throw new IOException("no space left");
        }
    }
}
