using System.Text;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>What Go's decoder would leave in a struct (encoding/json, decode.go: object, array, literalStore).</summary>
[TestFixture]
internal sealed class JsonViewTests
{
    [TestCase("""{"f":true}""", true)]
    [TestCase("""{"F":true}""", true)]
    [TestCase("""{"F":true,"f":false}""", false)]
    [TestCase("""{"f":true,"F":false,"f":true}""", true)]
    [TestCase("""{"F":true,"f":null}""", true)]
    [TestCase("""{"F":null}""", null)]
    [TestCase("""{"\u0046":true}""", true)]
    [TestCase("""{"\ud800":1,"F":true}""", true)]
    [TestCase("""{"G":true}""", null)]
    public void Of_scalars_the_last_that_is_not_null_counts(string json, bool? value) => Assert.That(View(json).Flag("F"), Is.EqualTo(value));

    [TestCase("9223372036854775807", long.MaxValue)]
    [TestCase("-9223372036854775808", long.MinValue)]
    [TestCase("9007199254740993", 9007199254740993)]
    [TestCase("9223372036854775808", null)]
    [TestCase("1e3", null)]
    [TestCase("1.0", null)]
    [TestCase("1e999999999", null)]
    public void Whole_numbers_are_exact(string number, long? value) => Assert.That(View($$"""{"n":{{number}}}""").Integer("N"), Is.EqualTo(value));

    [Test]
    public void Objects_are_decoded_one_into_the_other()
    {
        JsonView view = View("""{"HostConfig":{"Privileged":true,"LogConfig":{"Type":"local"},"M":{"a":"1","b":"1"}},"hostconfig":{"privileged":false,"CapAdd":["ALL"],"m":{"b":"2","B":"3"}}}""");

        JsonView host = view.Object("HostConfig")!.Value;

        Assert.That((host.Flag("Privileged"), host.Object("LogConfig")?.Text("Type")), Is.EqualTo(((bool?)false, "local")));
        Assert.That(host.Texts("CapAdd"), Is.EqualTo(new[] { "ALL" }));
        Assert.That(host.Members("M").Select(m => $"{m.Name}={m.Value}"), Is.EqualTo(new[] { "a=1", "b=2", "B=3" }), "keys of a map are not folded");
        Assert.That((host.Object("M")?.Entry("b")?.GetString(), host.Object("M")?.Entry("A")), Is.EqualTo(("2", (System.Text.Json.JsonElement?)null)));
    }

    [Test]
    public void Null_empties_objects_and_lists()
    {
        Assert.That(View("""{"o":{"a":1},"o":null}""").Object("o"), Is.Null);
        Assert.That(View("""{"o":{"a":1},"o":null,"O":{"b":2}}""").Object("o")!.Value.Members().Select(m => m.Name), Is.EqualTo(new[] { "b" }));
        Assert.That(View("""{"l":["a"],"l":null}""").Texts("l"), Is.Null);
        Assert.That(View("""{"l":["a"],"L":["b","c"]}""").Texts("l"), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    public void Strings_and_names_that_are_no_Unicode_are_replaced_and_that_is_said()
    {
        var problems = new ProblemLog();
        byte[] bytes = [.. """{"\ud800":"\udfff","Env":["a\ud800","b"""u8, 0xE2, 0x82, .. "\"]}"u8];

        JsonView view = JsonFile.Object(bytes, new Origin("test", default), problems)!.Value;

        Assert.That(view.Members().Select(m => m.Name), Is.EqualTo(new[] { "\uFFFD", "Env" }));
        Assert.That(view.Texts("env"), Is.EqualTo(new[] { "a\uFFFD", "b\uFFFD\uFFFD" }));
        Assert.That(problems.Sorted().Select(p => (p.Code, p.Severity)),
            Is.EquivalentTo(new[] { ("SF-JSON-0004", ProblemSeverity.Warning), ("SF-JSON-0007", ProblemSeverity.Warning) }));
    }

    [Test]
    public void Another_type_is_a_problem_and_the_rest_is_read()
    {
        var problems = new ProblemLog();

        JsonView view = JsonFile.Object("""{"F":"yes","f":true,"T":7}"""u8, new Origin("test", default), problems)!.Value;

        Assert.That((view.Flag("F"), view.Text("T")), Is.EqualTo(((bool?)true, (string?)null)));
        Assert.That(problems.Sorted().Select(p => p.Code), Is.EqualTo(new[] { "SF-JSON-0006" }));
    }

    [TestCase("{\"a\":\"\u0001\"}")]
    [TestCase("{\"a\":\"\0\"}")]
    [TestCase("{\"a\":\"\t\"}")]
    [TestCase("""{"a":"\x"}""")]
    [TestCase("""{"a":1,}""")]
    [TestCase("""{'a':1}""")]
    [TestCase("""{"a":01}""")]
    [TestCase("""{"a":"\ud8"}""")]
    public void What_Go_refuses_is_damage(string json) => Assert.That(Problem(json), Is.EqualTo("SF-JSON-0002"));

    [Test]
    public void Nesting_is_bounded()
    {
        Assert.That(Problem("{\"a\":" + new string('[', GoJsonParser.MaxDepth - 1) + new string(']', GoJsonParser.MaxDepth - 1) + "}"), Is.Null);
        Assert.That(Problem("{\"a\":" + new string('[', GoJsonParser.MaxDepth) + new string(']', GoJsonParser.MaxDepth) + "}"), Is.EqualTo("SF-JSON-0002"));
        Assert.That(Problem(new string('[', 10_000_000)), Is.EqualTo("SF-JSON-0002"));
    }

    private static string? Problem(string json)
    {
        var problems = new ProblemLog();
        JsonFile.Object(Encoding.UTF8.GetBytes(json), new Origin("test", default), problems);
        return problems.Sorted().SingleOrDefault()?.Code;
    }

    private static JsonView View(string json) => JsonFile.Object(Encoding.UTF8.GetBytes(json), new Origin("test", default), new ProblemLog())!.Value;
}
