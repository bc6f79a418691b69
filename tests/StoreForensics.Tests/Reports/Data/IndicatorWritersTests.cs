using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Reports.Indicators;
using StoreForensics.Reports.Sqlite;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>Indicators as CSV, as STIX 2.1 and in the case file: what is written is read back, and STIX is as the specification demands.</summary>
public sealed partial class IndicatorWritersTests
{
    private static readonly CollectedIndicator[] s_indicators =
    [
        Make(IndicatorType.Ipv4, "192.0.2.44", 100),
        Make(IndicatorType.Url, "http://192.0.2.44/a,b\"c", 100),
        Make(IndicatorType.SshKeyComment, "=cmd|'\\x' \nof\tme", null),
        Make(IndicatorType.Pool, "stratum+tcp://pool.example:3333", -5),
        Make(IndicatorType.Sha256, new string('a', 64), 300),
        Make(IndicatorType.Container, "sysupdate-1", 300),
        Make(IndicatorType.Image, "updates.example/sys:1", 300),
    ];

    private static string[] Expected => [.. s_indicators.Select(i => $"{i.Type.Word()} {i.Value}")];

    [Test]
    public void Csv_is_read_back() => Assert.That(ReadBack(new IndicatorsCsvWriter(), "x.iocs.csv"), Is.EqualTo(Expected));

    [Test]
    public void Csv_without_guards_is_read_back() =>
        Assert.That(ReadBack(new IndicatorsCsvWriter { RawCsv = true, Bom = true }, "raw.iocs.csv"), Is.EqualTo(Expected));

    [Test]
    public void Stix_is_read_back() => Assert.That(ReadBack(new StixWriter(), "x.iocs.stix.json"), Is.EqualTo(Expected));

    [Test]
    public void A_case_file_is_read_back() => Assert.That(ReadBack(new CaseFileWriter(), "ioc-case.sqlite"), Is.EqualTo(Expected));

    [Test]
    public void No_cell_holds_a_line_break_or_runs_as_a_formula()
    {
        string text = System.Text.Encoding.UTF8.GetString(Samples.Write(new IndicatorsCsvWriter(), WithIndicators()));
        Assert.Multiple(() =>
        {
            Assert.That(text.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(s_indicators.Length + 1));
            Assert.That(text, Does.StartWith("kind,value,severity,first_seen,last_seen,count,rules,evidence,object,path,origin\n"));
            Assert.That(text, Does.Contain("'=cmd"));
        });
    }

    /// <summary>STIX 2.1, sections 3.2 (common properties), 4.7 (indicator), 4.5 (identity), 5.2 (sighting), 8 (bundle).</summary>
    [Test]
    public void Stix_is_as_the_specification_demands()
    {
        using JsonDocument json = Stix(WithIndicators());
        JsonElement bundle = json.RootElement;
        JsonElement[] objects = [.. bundle.GetProperty("objects").EnumerateArray()];
        string[] ids = [.. objects.Select(o => Text(o, "id")).Append(Text(bundle, "id"))];
        Assert.Multiple(() =>
        {
            Assert.That(Text(bundle, "type"), Is.EqualTo("bundle"));
            Assert.That(ids, Is.Unique.And.All.Matches(Identifier()));
            foreach (JsonElement one in objects)
            {
                Assert.That(Text(one, "id"), Does.StartWith(Text(one, "type") + "--"));
                Assert.That(Text(one, "spec_version"), Is.EqualTo("2.1"));
                Assert.That(Text(one, "created"), Is.EqualTo("2026-11-24T00:00:00.000Z"), "the case's date");
                Assert.That(Text(one, "modified"), Is.EqualTo(Text(one, "created")));
            }
            foreach (JsonElement one in objects.Where(o => Text(o, "type") == "indicator"))
            {
                Assert.That(Text(one, "pattern"), Is.Not.Empty);
                Assert.That(Text(one, "pattern_type"), Is.AnyOf("stix", "pcre"));
                Assert.That(Text(one, "valid_from"), Does.Match(Moment()));
                Assert.That(Text(one, "created_by_ref"), Is.AnyOf(ids));
            }
            foreach (JsonElement one in objects.Where(o => Text(o, "type") == "sighting"))
            {
                Assert.That(Text(one, "sighting_of_ref"), Does.StartWith("indicator--").And.AnyOf(ids));
                Assert.That(string.CompareOrdinal(Text(one, "first_seen"), Text(one, "last_seen")), Is.LessThanOrEqualTo(0));
                Assert.That(one.GetProperty("count").GetInt32(), Is.InRange(0, 999_999_999));
            }
            Assert.That(objects.Count(o => Text(o, "type") == "indicator"), Is.EqualTo(s_indicators.Length));
        });
    }

    // What the schemas of STIX 2.1 demand of each type that is written: properties that must be there, and those that may, with their form.
    private static readonly Dictionary<string, (string[] Required, Dictionary<string, string> Forms)> s_schema = new(StringComparer.Ordinal)
    {
        ["identity"] = (["type", "spec_version", "id", "created", "modified", "name"], Forms(("name", "text"), ("identity_class", "word"), ("description",
            "text"))),
        ["indicator"] = (["type", "spec_version", "id", "created", "modified", "pattern", "pattern_type", "valid_from"], Forms(("name", "text"),
            ("description", "text"),
            ("indicator_types", "words"), ("pattern", "text"), ("pattern_type", "word"), ("pattern_version", "text"), ("valid_from", "time"))),
        ["sighting"] = (["type", "spec_version", "id", "created", "modified", "sighting_of_ref"], Forms(("first_seen", "time"), ("last_seen", "time"),
            ("count", "count"),
            ("sighting_of_ref", "id"), ("description", "text"))),
    };

    // Objects of section 6 that have such a property, of which a comparison with a text may ask.
    private static readonly string[] s_paths = ["ipv4-addr:value", "ipv6-addr:value", "domain-name:value", "url:value", "email-addr:value",
        "file:hashes.'SHA-256'"];

    private static readonly string[] s_vocabulary = ["system", "stix", "pcre", "malicious-activity", "anomalous-activity"];

    /// <summary>Every kind of indicator, each property of every object.</summary>
    [Test]
    public void Stix_has_what_the_schemas_demand_and_nothing_else()
    {
        CollectedIndicator[] all = [.. Enum.GetValues<IndicatorType>().SelectMany((type, i) => new[] { Make(type, $"a'b\\c {i}", 100 + i), Make(type,
            $"x{i}", null) })];
        using JsonDocument json = Stix(WithIndicators(indicators: all));
        Assert.That(json.RootElement.EnumerateObject().Select(p => p.Name), Is.EquivalentTo(new[] { "type", "id", "objects" }),
            "a bundle has no version of its own");
        var problems = new List<string>();
        foreach (JsonElement one in json.RootElement.GetProperty("objects").EnumerateArray())
        {
            (string[] required, Dictionary<string, string> forms) = s_schema[Text(one, "type")];
            problems.AddRange(required.Where(r => !one.TryGetProperty(r, out _)).Select(r => $"{Text(one, "id")} lacks {r}"));
            problems.AddRange(one.EnumerateObject().Where(p => !forms.TryGetValue(p.Name, out string? form) || !IsOf(form, p.Value)).Select(p =>
                $"{Text(one, "id")}: {p}"));
            if (Text(one, "type") == "indicator" && Text(one, "pattern_type") == "stix" && (!Comparison().IsMatch(Text(one, "pattern"))
                || !s_paths.Contains(Comparison().Match(Text(one, "pattern")).Groups[1].Value)))
                problems.Add(Text(one, "pattern"));
        }
        Assert.That(problems, Is.Empty);
        Assert.That(json.RootElement.GetProperty("objects").GetArrayLength(), Is.GreaterThan(2 * all.Length - all.Length / 2));
    }

    private static bool IsOf(string form, JsonElement value) => form switch
    {
        "text" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0,
        "word" => value.ValueKind == JsonValueKind.String && s_vocabulary.Contains(value.GetString()),
        "words" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(v => IsOf("word", v)),
        "texts" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(v => IsOf("text", v)),
        "time" => value.ValueKind == JsonValueKind.String && Moment().IsMatch(value.GetString()!),
        "id" => value.ValueKind == JsonValueKind.String && Identifier().IsMatch(value.GetString()!),
        "count" => value.TryGetInt64(out long count) && count is >= 0 and <= 999_999_999,
        _ => value.ValueEquals(form),
    };

    private static Dictionary<string, string> Forms(params (string Name, string Form)[] own) => new(
        own.Concat([("type", "text"), ("spec_version", "2.1"), ("id", "id"), ("created", "time"), ("modified", "time"), ("created_by_ref", "id"),
            ("labels", "texts")])
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2)), StringComparer.Ordinal);

    /// <summary>Without a date the times are those of the evidence: no clock is read.</summary>
    [Test]
    public void Stix_without_a_date_has_the_times_of_the_evidence()
    {
        using JsonDocument json = Stix(WithIndicators(date: null));
        Assert.That(json.RootElement.GetProperty("objects").EnumerateArray().Select(o => Text(o, "created")), Is.All.EqualTo("1970-01-01T00:05:00.000Z"));
    }

    [TestCase("[ipv4-addr:value = '192.0.2.1']", "ipv4 192.0.2.1")]
    [TestCase("[file:hashes.MD5 = '0123456789abcdef0123456789abcdef']", "md5 0123456789abcdef0123456789abcdef")]
    [TestCase("[file:hashes.'SHA-256' = 'AA']", "")]
    [TestCase("[domain-name:value = 'a.example'] AND [url:value = 'http://b.example']", "")]
    public void Stix_of_others(string pattern, string expected)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "others.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { type = "bundle", id = "bundle--x", objects = new[] { new { type = "indicator", pattern, pattern_type = "stix" } } }));
        Assert.That(string.Join(", ", IndicatorFile.Read(path)!.Select(i => $"{i.Kind} {i.Value}")), Is.EqualTo(expected));
    }

    [TestCase("{", typeof(FormatException))]
    [TestCase("{\"objects\": 1}", typeof(FormatException))]
    [TestCase("kind,value,severity\nipv4\n", typeof(FormatException))]
    public void What_is_broken_is_told(string text, Type expected)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "broken.json");
        File.WriteAllText(path, text);
        Assert.That(() => IndicatorFile.Read(path), Throws.InstanceOf(expected));
    }

    [Test]
    public void A_plain_list_is_none_of_them()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "plain.txt");
        File.WriteAllText(path, "192.0.2.1\n");
        Assert.That(IndicatorFile.Read(path), Is.Null);
    }

    private static string[] ReadBack(IReportWriter writer, string name)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        byte[] first = Samples.Write(writer, WithIndicators());
        File.WriteAllBytes(path, first);
        Assert.That(Samples.Write(writer, WithIndicators()), Is.EqualTo(first), "the same bytes again");
        return [.. IndicatorFile.Read(path)!.Select(i => $"{i.Kind} {i.Value}")];
    }

    private static JsonDocument Stix(Case subject) => JsonDocument.Parse(Samples.Write(new StixWriter(), subject));

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;

    private static Case WithIndicators(string? date = "2026-11-24", CollectedIndicator[]? indicators = null)
    {
        Case basis = Samples.Case();
        return new Case
        {
            Details = basis.Details with { Date = date },
            Tool = basis.Tool,
            Evidence = basis.Evidence,
            Inventory = basis.Inventory,
            Timeline = basis.Timeline,
            Problems = [],
            Indicators = indicators ?? s_indicators,
        };
    }

    private static CollectedIndicator Make(IndicatorType type, string value, long? seen) => new()
    {
        Type = type,
        Value = value,
        Severity = FindingSeverity.High,
        FirstSeen = seen is long first ? new Timestamp(first, 0) : null,
        LastSeen = seen is long last ? new Timestamp(last, 0) : null,
        Rules = ["miner"],
        Sightings = [new IndicatorSighting(["web"], EvidencePath.FromString("/a"), null, new Origin("e v.tar", EvidencePath.FromString("x/a")), "miner")],
        Count = 1,
    };

    [GeneratedRegex("^[a-z][a-z0-9-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Moment();

    // Part of the grammar of section 9: one comparison with a text in which quotes and backslashes are escaped.
    [GeneratedRegex(@"^\[([a-z0-9-]+:[a-z_]+(?:\.'[^']+')?) = '(?:[^'\\]|\\['\\])*'\]$")]
    private static partial Regex Comparison();
}
