using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>
/// CASE 1.4 in JSON-LD against the property shapes of CASE 1.4.0 and UCO 1.4.0 (ontology/investigation/investigation.ttl; ontology/uco/*.ttl of the release
/// tags) for every class that is written: which properties it may have, of which type, which must be there, and what they refer to.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed partial class CaseLdTests
{
    // Property: what the shape says of its values; ! must be there, @CLASS refers to one. Superclasses' properties are under their own name.
    private static readonly Dictionary<string, (string? Above, string[] Properties)> s_shapes = new(StringComparer.Ordinal)
    {
        ["uco-core:UcoThing"] = (null, []),
        ["uco-core:UcoObject"] = ("uco-core:UcoThing",
            ["uco-core:name string", "uco-core:description string", "uco-core:tag string", "uco-core:objectCreatedTime xsd:dateTime",
                "uco-core:externalReference @uco-core:ExternalReference", "uco-core:hasFacet @uco-core:Facet"]),
        ["uco-core:ExternalReference"] = ("uco-core:UcoThing", ["uco-core:definingContext string", "uco-core:externalIdentifier string"]),
        ["uco-core:Facet"] = ("uco-core:UcoThing", []),
        ["uco-core:Event"] = ("uco-core:UcoObject",
            ["uco-core:eventType string", "uco-core:startTime xsd:dateTime", "uco-core:eventContext @uco-core:UcoObject"]),
        ["uco-core:Assertion"] = ("uco-core:UcoObject", ["uco-core:statement string"]),
        ["uco-analysis:AnalyticResult"] = ("uco-core:Assertion", ["uco-analysis:resultContent @uco-core:UcoObject"]),
        ["uco-core:ContextualCompilation"] = ("uco-core:UcoObject", ["uco-core:object @uco-core:UcoObject"]),
        ["case-investigation:ProvenanceRecord"] = ("uco-core:ContextualCompilation", ["case-investigation:exhibitNumber string"]),
        ["uco-action:Action"] = ("uco-core:UcoObject",
            ["uco-action:performer @uco-core:UcoObject", "uco-action:instrument @uco-core:UcoObject", "uco-action:object @uco-core:UcoObject",
                "uco-action:result @uco-core:UcoObject"]),
        ["case-investigation:InvestigativeAction"] = ("uco-action:Action", []),
        ["uco-tool:Tool"] = ("uco-core:UcoObject", ["uco-tool:toolType string", "uco-tool:version string"]),
        ["uco-identity:Person"] = ("uco-core:UcoObject", []),
        ["uco-observable:ObservableObject"] = ("uco-core:UcoObject", ["uco-observable:state string"]),
        ["uco-observable:File"] = ("uco-observable:ObservableObject", []),
        ["uco-observable:Directory"] = ("uco-observable:ObservableObject", []),
        ["uco-observable:ObservableRelationship"] = ("uco-core:UcoObject",
            ["uco-core:source !@uco-observable:ObservableObject", "uco-core:target !@uco-observable:ObservableObject", "uco-core:isDirectional !xsd:boolean",
                "uco-core:kindOfRelationship string"]),
        ["uco-observable:FileFacet"] = ("uco-core:Facet",
            ["uco-observable:fileName string", "uco-observable:filePath string", "uco-observable:isDirectory xsd:boolean",
                "uco-observable:sizeInBytes xsd:integer", "uco-observable:modifiedTime xsd:dateTime"]),
        ["uco-observable:ContentDataFacet"] = ("uco-core:Facet", ["uco-observable:hash @uco-types:Hash", "uco-observable:sizeInBytes xsd:integer"]),
        ["uco-observable:ProcessFacet"] = ("uco-core:Facet",
            ["uco-observable:arguments string", "uco-observable:observableCreatedTime xsd:dateTime", "uco-observable:exitTime xsd:dateTime",
                "uco-observable:exitStatus xsd:integer", "uco-observable:pid xsd:integer"]),
        ["uco-types:Hash"] = ("uco-core:UcoThing", ["uco-types:hashMethod !string", "uco-types:hashValue !xsd:hexBinary"]),
    };

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    [Test]
    public void Every_node_is_as_the_ontologys_shapes_ask()
    {
        using JsonDocument document = JsonDocument.Parse(Written().Output);
        JsonElement[] graph = [.. document.RootElement.GetProperty("@graph").EnumerateArray()];
        foreach (JsonElement node in graph)
            Collect(node);
        string[] wrong = [.. graph.SelectMany(Faults).Take(10)];
        Assert.Multiple(() =>
        {
            Assert.That(wrong, Is.Empty);
            Assert.That(_types.Values.Distinct(), Has.Member("uco-analysis:AnalyticResult").And.Member("uco-core:Event").And.Member("uco-observable:File"));
            Assert.That(graph.Select(n => n.GetProperty("@id").GetString()), Is.Unique);
        });
    }

    /// <summary>A file that a finding names is there with the digest of its bytes, and the finding leads to it.</summary>
    [Test]
    public void Findings_lead_to_files_with_their_digests()
    {
        using JsonDocument document = JsonDocument.Parse(Written().Output);
        JsonElement[] graph = [.. document.RootElement.GetProperty("@graph").EnumerateArray()];
        JsonElement file = graph.First(n => Facet(n, "uco-observable:FileFacet") is { } f && f.TryGetProperty("uco-observable:filePath", out JsonElement p)
            && p.GetString()!.EndsWith("/root/.ssh/authorized_keys", StringComparison.Ordinal));
        string path = "/" + Facet(file, "uco-observable:FileFacet")!.Value.GetProperty("uco-observable:filePath").GetString();
        string expected = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BuiltProgram.Run("cat", s_sample, "@host", path).MustExit(0).Output));
        JsonElement content = Facet(file, "uco-observable:ContentDataFacet")!.Value;
        Assert.That(content.GetProperty("uco-observable:hash")[0].GetProperty("uco-types:hashValue").GetProperty("@value").GetString(), Is.EqualTo(expected));
        string id = file.GetProperty("@id").GetString()!;
        Assert.That(graph.Where(n => n.GetProperty("@type").GetString() == "uco-analysis:AnalyticResult").Select(n => n.GetRawText()), Has.Some.Contains(id));
    }

    [Test]
    public void The_same_evidence_gives_the_same_bytes()
    {
        byte[] first = Written().Output, again = Written().Output;
        Assert.That(again, Is.EqualTo(first));
    }

    private static ProgramRun Written() =>
        BuiltProgram.Run("analyze", s_sample, "-o", "-", "--format", "jsonld", "--examiner", "A. Lovelace", "--evidence-id", "7", "--hash", "files").MustExit(0);

    private void Collect(JsonElement node)
    {
        if (node.TryGetProperty("@type", out JsonElement type) && node.TryGetProperty("@id", out JsonElement id))
            _types[id.GetString()!] = type.GetString()!;
        foreach (JsonElement inner in node.EnumerateObject().SelectMany(p => Values(p.Value)).Where(v => v.ValueKind == JsonValueKind.Object))
            Collect(inner);
    }

    private IEnumerable<string> Faults(JsonElement node)
    {
        string type = node.GetProperty("@type").GetString()!;
        if (!Iri().IsMatch(node.GetProperty("@id").GetString()!))
            yield return $"{type}: no UUID of version 5: {node.GetProperty("@id")}";
        Dictionary<string, string> shape = Chain(type).SelectMany(c => s_shapes[c].Properties).ToDictionary(p => p.Split(' ')[0], p => p.Split(' ')[1]);
        foreach (string missing in shape.Where(s => s.Value[0] == '!' && !node.TryGetProperty(s.Key, out _)).Select(s => s.Key))
            yield return $"{type}: no {missing}";
        foreach (JsonProperty property in node.EnumerateObject().Where(p => p.Name[0] != '@'))
        {
            if (!shape.TryGetValue(property.Name, out string? kind))
                yield return $"{type} has no {property.Name}";
            else
            {
                foreach (JsonElement value in Values(property.Value))
                {
                    if (!IsOf(value, kind.TrimStart('!')))
                        yield return $"{type} {property.Name} is no {kind}: {value}";
                    if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("@type", out _) && value.TryGetProperty("@id", out _))
                    {
                        foreach (string fault in Faults(value))
                            yield return fault;
                    }
                }
            }
        }
    }

    private bool IsOf(JsonElement value, string kind)
    {
        if (kind == "string")
            return value.ValueKind == JsonValueKind.String;
        if (kind[0] == '@')
            return _types.TryGetValue(value.GetProperty("@id").GetString()!, out string? type) && Chain(type).Contains(kind[1..]);
        Regex lexical = kind switch { "xsd:dateTime" => Time(), "xsd:integer" => Whole(), "xsd:hexBinary" => Hex(), _ => Truth() };
        return value.GetProperty("@type").GetString() == kind && lexical.IsMatch(value.GetProperty("@value").GetString()!);
    }

    private static IEnumerable<string> Chain(string type)
    {
        for (string? at = type; at is not null; at = s_shapes[at].Above)
            yield return at;
    }

    private static IEnumerable<JsonElement> Values(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private static JsonElement? Facet(JsonElement node, string type) => !node.TryGetProperty("uco-core:hasFacet", out JsonElement facets) ? null
        : facets.EnumerateArray().Where(f => f.GetProperty("@type").GetString() == type).Cast<JsonElement?>().FirstOrDefault();

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex Iri();

    [GeneratedRegex(@"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Whole();

    [GeneratedRegex("^(?:[0-9A-F]{2})+$")]
    private static partial Regex Hex();

    [GeneratedRegex("^(?:true|false)$")]
    private static partial Regex Truth();
}
