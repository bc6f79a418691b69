using System.Text;
using StoreForensics.Cases;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports;

/// <summary>Tags and notes as the HTML report exports them.</summary>
internal sealed class ExaminerNotesTests
{
    [Test]
    public void Come_in_the_order_of_time_with_what_cannot_be_read_last()
    {
        ExaminerNotes notes = Parse("""
            {"format":"storeforensics-notes","version":1,"report":"r","evidence":[],"items":[
            {"datetime":"never","event_type":"e","path":"/c","message":"m","origin":"o","tags":["x",5],"note":"last"},
            {"datetime":"2020-01-01T00:00:02.000000001+00:00","path":"/b","note":7},
            {"datetime":"2020-01-01T00:00:01.000000000+00:00","path":"/a","tags":"none"}, 3]}
            """);
        Assert.That(notes.Exhibits.Select(e => e.Path), Is.EqualTo(new[] { "/a", "/b", "/c" }));
        Assert.That(notes.Exhibits[1].Time, Is.EqualTo(Timestamp.TryParse("2020-01-01T00:00:02.000000001Z")));
        Assert.That(notes.Exhibits[1].Note, Is.Empty);
        Assert.That(notes.Exhibits[2].Tags, Is.EqualTo(new[] { "x" }));
    }

    /// <summary>Whatever is in it, it can be written into a page, and means what it meant.</summary>
    [Test]
    public void Are_written_anew_without_what_ends_an_element()
    {
        ExaminerNotes notes = Parse("""{"format":"storeforensics-notes","version":1,"report":"</script>","items":[{"note":"<!--ä"}]}""");
        string json = Encoding.UTF8.GetString(notes.Json.Span);
        Assert.That(json, Does.Not.Contain('<').And.Not.Contain('>'));
        Assert.That(System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("items")[0].GetProperty("note").GetString(), Is.EqualTo("<!--ä"));
    }

    [TestCase("", "not JSON")]
    [TestCase("{\"format\":\"storeforensics-notes\",\"version\":1,\"report\":\"\\ud800\",\"items\":[]}", "not JSON")]
    [TestCase("[]", "no file of tags and notes")]
    [TestCase("{\"format\":\"other\",\"version\":1,\"items\":[]}", "no file of tags and notes")]
    [TestCase("{\"format\":\"storeforensics-notes\",\"version\":2,\"items\":[]}", "no file of tags and notes")]
    [TestCase("{\"format\":\"storeforensics-notes\",\"version\":1,\"items\":{}}", "no file of tags and notes")]
    [TestCase("{\"format\":\"storeforensics-notes\",\"version\":1,\"items\":[{\"note\":\"\\ud800\"}]}", "not JSON")]
    public void What_is_no_such_file_is_refused(string text, string said) =>
        Assert.That(() => Parse(text), Throws.InstanceOf<UsageException>().With.Message.Contains(said));

    private static ExaminerNotes Parse(string text) => ExaminerNotes.Parse(Encoding.UTF8.GetBytes(text));
}
