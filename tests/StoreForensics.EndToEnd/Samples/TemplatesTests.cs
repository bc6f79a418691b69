using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>--templates DIR</c>: files there replace the HTML report's own; what cannot is refused before anything is written.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class TemplatesTests
{
    private readonly ScratchFolder _scratch = new();

    [OneTimeTearDown]
    public void Remove() => _scratch.Dispose();

    [Test]
    public void Files_of_the_folder_replace_those_of_the_same_name()
    {
        (ProgramRun run, string report) = Analyze("good", ("link.html", "[{{ it.text }}]"), ("js/start.js", "document.title = 'mine';\n"));
        string html = File.ReadAllText(report);
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.Zero, run.Errors);
            Assert.That(html, Does.Contain("document.title = 'mine';").And.Not.Contain("startTimeline"));
            Assert.That(html, Does.Contain("<li>[").And.Not.Contain("<a href=\"#layer-"));
            Assert.That(html, Does.Contain("<section id=\"timeline\">"), "the others stay");
        });
    }

    [TestCase("report.htm", "<p>", "report.htm replaces no template; known are changes.html, ")]
    [TestCase("house-style.json", "{}", "house-style.json replaces no template")]
    [TestCase("js/more.js", "x", "js/more.js replaces no template")]
    [TestCase("image.html", "<p>\n{{ if }}", "template image.html")]
    [TestCase("image.html", "<p>\n{{ it.no_such_fact }}", "template image.html, line 2")]
    [TestCase("report.css", "</style>", "template report.css: must not contain </")]
    [TestCase("js/page.js", "bad byte: ¿", "page.js is not UTF-8")]
    public void Wrong_one_is_a_wrong_call_and_leaves_no_report(string name, string text, string said)
    {
        (ProgramRun run, string report) = Analyze($"wrong-{name.Replace('/', '-')}-{text.Length}", (name, text));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Errors, Does.Contain(said).And.Not.Contain("   at "));
            Assert.That(File.Exists(report) || File.Exists(report + ".partial"), Is.False);
        });
    }

    [Test]
    public void Folder_that_is_not_there_is_a_wrong_call()
    {
        ProgramRun run = BuiltProgram.Run("analyze", Evidence, "-o", _scratch.File("none.html"), "--templates", _scratch.File("nowhere"));
        Assert.Multiple(() =>
        {
            Assert.That(run.ExitCode, Is.EqualTo(2));
            Assert.That(run.Errors, Does.Contain("nowhere: no such directory"));
        });
    }

    private static string Evidence => Path.Combine(Checkout.Samples, "ubuntu-0.7.2", "ubuntu-0.7.2.tar.gz");

    private (ProgramRun Run, string Report) Analyze(string folder, params (string Name, string Text)[] files)
    {
        string directory = _scratch.Folder(folder), report = _scratch.File(folder + ".html");
        foreach ((string name, string text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, name))!);
            File.WriteAllBytes(Path.Combine(directory, name), [.. text.SelectMany(c => c == '¿' ? [0xff] : System.Text.Encoding.UTF8.GetBytes([c]))]);
        }
        return (BuiltProgram.Run("analyze", Evidence, "-o", report, "--templates", directory), report);
    }
}
