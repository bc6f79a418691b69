using System.Text;
using System.Text.Json;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>What Go decodes into maps, whose keys are taken as they stand.</summary>
internal sealed class JsonMapTests
{
    [TestCase("""{"key":"x"}""", "x")]
    [TestCase("""{"KEY":"x"}""", null)]
    [TestCase("""{"key":"x","key":"y"}""", "y")]
    [TestCase("""{"key":"x","key":null}""", null)]
    [TestCase("""{"key":7}""", null)]
    [TestCase("""["key"]""", null)]
    [TestCase("""7""", null)]
    public void A_text_is(string json, string? text) => Assert.That(Element(json).Text("key"), Is.EqualTo(text));

    [TestCase("7", 7L)]
    [TestCase("7.5", null)]
    [TestCase("\"7\"", null)]
    [TestCase("9223372036854775808", null)]
    public void A_number_is(string value, long? number) => Assert.That(Element($$"""{"n":{{value}}}""").Number("n"), Is.EqualTo(number));

    [TestCase("true", true)]
    [TestCase("false", false)]
    [TestCase("\"true\"", null)]
    [TestCase("null", null)]
    public void A_truth_value_is(string value, bool? flag) => Assert.That(Element($$"""{"f":{{value}}}""").Flag("f"), Is.EqualTo(flag));

    [Test]
    public void An_empty_text_means_none()
    {
        JsonElement element = Element("""{"a":"","b":"x"}""");
        Assert.That((element.NonEmptyText("a"), element.Text("a"), element.NonEmptyText("b")), Is.EqualTo(((string?)null, "", "x")));
    }

    [Test]
    public void Lists_and_maps_keep_their_texts()
    {
        JsonElement element = Element("""{"l":["a",7,null,"b"],"m":{"y":"2","x":"1","z":3},"n":null}""");
        Assert.That(element.TextList("l"), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(element.TextMap("m")!.Select(p => p.Key + p.Value), Is.EqualTo(new[] { "x1", "y2" }));
        Assert.That((element.TextList("m"), element.TextMap("l"), element.TextList("n"), element.Items("m").Count(), element.Items("l").Count()),
            Is.EqualTo(((IReadOnlyList<string>?)null, (IReadOnlyDictionary<string, string>?)null, (IReadOnlyList<string>?)null, 0, 4)));
    }

    [TestCase("""{"a":1} """, true)]
    [TestCase("\uFEFF{}", false)]
    [TestCase("""{"a":1}{}""", false)]
    [TestCase("""{"a":"\ud800"}""", true)]
    [TestCase("", false)]
    public void A_text_is_one_value(string text, bool isOne) => Assert.That(GoJsonParser.TryParse(Encoding.UTF8.GetBytes(text)) is not null, Is.EqualTo(isOne));

    private static JsonElement Element(string json) => GoJsonParser.TryParse(Encoding.UTF8.GetBytes(json))!.RootElement;
}
