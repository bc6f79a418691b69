using System.Text;
using System.Text.Json;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>One object of many, read member by member.</summary>
internal sealed class GoRecordTests
{
    [TestCase("""{"a":"x","log":"y"}""", "y")]
    [TestCase("""{"LOG":"x","log":"y"}""", "y", Description = "of several the last counts")]
    [TestCase("""{"log":"x","log":null}""", "x", Description = "null leaves the field")]
    [TestCase("""{"skipped":{"log":"in","a":[{"log":"deeper"}]},"list":[1,{"log":"z"}],"log":"y"}""", "y")]
    [TestCase("""{"log":"\ud800\n"}""", "\uFFFD\n")]
    [TestCase("""{"logs":"x"}""", null)]
    [TestCase("""{}""", null)]
    public void A_field_is_found(string json, string? text) => Assert.That(Log(json), Is.EqualTo(text));

    [TestCase("[]")]
    [TestCase("\"log\"")]
    [TestCase("")]
    public void Only_an_object_has_members(string json)
    {
        bool begins;
        try
        {
            begins = new GoRecord(Encoding.UTF8.GetBytes(json)).Begin();
        }
        catch (JsonException)
        {
            begins = false;
        }
        Assert.That(begins, Is.False);
    }

    [TestCase("""{"log":"x"}   """, true)]
    [TestCase("""{"log":"x"}""", true)]
    public void White_space_may_follow(string json, bool ends)
    {
        GoRecord record = new(Encoding.UTF8.GetBytes(json));
        Assert.That(record.Begin(), Is.True);
        while (record.Next())
        {
        }
        Assert.That(record.Ends(), Is.EqualTo(ends));
    }

    [TestCase("""{"log":"x"} {}""")]
    [TestCase("""{"log":"x"}z""")]
    [TestCase("""{"log":x}""")]
    [TestCase("{\"log\":\"x\\\"")]
    [TestCase("""{"a":""")]
    public void Anything_else_is_an_error(string json) => Assert.That(() => Log(json), Throws.InstanceOf<JsonException>());

    private static string? Log(string json)
    {
        string? found = null;
        GoRecord record = new(Encoding.UTF8.GetBytes(json));
        record.Begin();
        while (record.Next())
        {
            if (record.IsField("log"u8) && !record.IsNull && record.TryText(out ReadOnlyMemory<byte> text))
                found = Encoding.UTF8.GetString(text.Span);
        }
        record.Ends();
        return found;
    }
}
