using System.Text;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>What is found is what the whole reading finds; where that could differ, nothing is told.</summary>
public sealed class TopLevelTextTests
{
    [TestCase("""{"Driver":"overlay2"}""", "overlay2")]
    [TestCase("""{"a":{"Driver":"no"},"b":["Driver"],"driver":"vfs","z":1}""", "vfs")]
    [TestCase("""{"Driver":"a","DRIVER":"b"}""", "b")]
    [TestCase("""{"Dr\u0069ver":"escaped","x":null}""", "escaped")]
    [TestCase("""{"Driver":"\u00e9\ud83d\ude00"} more""", "é😀")]
    [TestCase("""{"Drivers":"x"}""", null)]
    [TestCase("{}", null)]
    public void It_is_what_the_whole_reading_finds(string json, string? expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.That(TopLevelText.TryFind(bytes, "Driver"u8, out string? text), Is.True);
        Assert.That(text, Is.EqualTo(expected));
        Assert.That(JsonFile.Object(bytes, new Origin("e", default), new ProblemLog())?.Text("Driver"), Is.EqualTo(expected));
    }

    [TestCase("""{"Driver":7}""")]
    [TestCase("""{"Driver":null}""")]
    [TestCase("""["Driver"]""")]
    [TestCase("""{"Driver":"x",""")]
    [TestCase("""{"Driver":"x" "y":1}""")]
    [TestCase("")]
    [TestCase("\0\0\0")]
    [TestCase("\uFEFF{\"Driver\":\"x\"}")]
    public void Where_it_cannot_tell_it_says_so(string json) =>
        Assert.That(TopLevelText.TryFind(Encoding.UTF8.GetBytes(json), "Driver"u8, out _), Is.False);

    [Test]
    public void Text_that_is_not_UTF_8_is_left_to_the_whole_reading()
    {
        byte[] bytes = [.. "{\"Driver\":\""u8, 0xFF, .. "\"}"u8];
        Assert.That(TopLevelText.TryFind(bytes, "Driver"u8, out _), Is.False);
        Assert.That(TopLevelText.TryFind([.. "{\"Driver\":\"\\ud800\"}"u8], "Driver"u8, out _), Is.False);
    }
}
