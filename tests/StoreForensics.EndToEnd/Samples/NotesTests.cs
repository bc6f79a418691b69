using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>What the examiner tagged and noted in one report becomes exhibits of the next.</summary>
internal sealed partial class NotesTests
{
    private static string Evidence => Path.Combine(Checkout.Samples, "webshop-1.6", "webshop-1.6.tar.gz");

    [Test]
    public void Are_exhibits_of_the_PDF_and_marks_of_the_HTML()
    {
        string folder = ScratchFolder.Session.Folder("notes"), notes = Path.Combine(folder, "notes.json"), pdf = Path.Combine(folder, "r.pdf"),
            html = Path.Combine(folder, "r.html");
        JsonElement shell = BuiltProgram.Run("timeline", Evidence, "--path", "*/.thumb.php", "--hash", "files", "--format", "jsonl").MustExit(0, 4).Text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)
            .First(e => e.GetProperty("event_type").GetString() == "layer.file.modified");
        string Of(string name) => shell.GetProperty(name).GetString()!;
        File.WriteAllText(notes, JsonSerializer.Serialize(new
        {
            format = "storeforensics-notes",
            version = 1,
            items = new object[]
            {
                new { datetime = Of("datetime"), event_type = Of("event_type"), path = Of("path"), message = Of("message"), origin = Of("origin"),
                    tags = new[] { "entry" }, note = "the door they came by" },
                new { datetime = "2001-01-01T00:00:00.000000000+00:00", event_type = "x", path = "/elsewhere", note = "</script><b>of another host" },
            },
        }));
        BuiltProgram.Run("analyze", Evidence, "--notes", notes, "-o", pdf, "-o", html).MustExit(0, 4);
        string page = File.ReadAllText(html);
        Match data = NotesData().Match(page);
        Assert.That(data.Success && data.Value.Contains("the door they came by", StringComparison.Ordinal), "HTML");
        Assert.That(data.Value, Does.Not.Contain("</script><b>"));
        HostTool.Run("pdftotext", ["-raw", "-enc", "UTF-8", pdf, Path.Combine(folder, "r.txt")]);
        string text = File.ReadAllText(Path.Combine(folder, "r.txt"));
        string exhibits = text[text.IndexOf("Exhibit 1", text.IndexOf("Events that the examiner tagged", StringComparison.Ordinal), StringComparison.Ordinal)..];
        Assert.That(exhibits, Does.Contain("Exhibit 2").And.Contain("the door they came by").And.Contain(Of("sha256")).And.Contain("No event of this report"));
    }

    [Test]
    public void Of_another_kind_are_refused_before_anything_is_written()
    {
        string folder = ScratchFolder.Session.Folder("notes-refused"), notes = Path.Combine(folder, "notes.json"), pdf = Path.Combine(folder, "r.pdf");
        File.WriteAllText(notes, "{}");
        ProgramRun run = BuiltProgram.Run("analyze", Evidence, "--notes", notes, "-o", pdf).MustExit(2);
        Assert.That(run.Errors, Does.Contain("--notes").And.Contain("no file of tags and notes"));
        Assert.That(File.Exists(pdf), Is.False);
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"notes-data\">.*?</script>", RegexOptions.Singleline)]
    private static partial Regex NotesData();
}
