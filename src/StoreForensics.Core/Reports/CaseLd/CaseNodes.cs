using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.CaseLd;

/// <summary>
/// Writes nodes of a CASE graph in JSON-LD, with the terms of UCO 1.4.0 (ontology/uco). Literals that JSON has no type for carry theirs, as the ontology's
/// SHACL shapes ask; everything has an IRI of its own, since UcoThings must not be blank nodes.
/// </summary>
internal sealed class CaseNodes(Utf8JsonWriter json)
{
    // Prefix and namespace: CASE 1.4.0 and UCO 1.4.0.
    private static readonly (string Prefix, string Space)[] s_prefixes =
    [
        ("case-investigation", "https://ontology.caseontology.org/case/investigation/"),
        ("uco-action", "https://ontology.unifiedcyberontology.org/uco/action/"),
        ("uco-analysis", "https://ontology.unifiedcyberontology.org/uco/analysis/"),
        ("uco-core", "https://ontology.unifiedcyberontology.org/uco/core/"),
        ("uco-identity", "https://ontology.unifiedcyberontology.org/uco/identity/"),
        ("uco-observable", "https://ontology.unifiedcyberontology.org/uco/observable/"),
        ("uco-tool", "https://ontology.unifiedcyberontology.org/uco/tool/"),
        ("uco-types", "https://ontology.unifiedcyberontology.org/uco/types/"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];

    public void Context()
    {
        json.WriteStartObject("@context");
        foreach ((string prefix, string space) in s_prefixes)
            json.WriteString(prefix, space);
        json.WriteEndObject();
    }

    /// <summary>A node of the graph.</summary>
    public void Node(string id, string type, Action members)
    {
        json.WriteStartObject();
        json.WriteString("@id", id);
        json.WriteString("@type", type);
        members();
        json.WriteEndObject();
    }

    /// <summary>Nodes inside of another; nothing where there are none.</summary>
    public void Nodes(string term, params ReadOnlySpan<Action?> nodes)
    {
        bool isAny = false;
        foreach (Action? node in nodes)
        {
            if (node is null)
                continue;
            if (!isAny)
                json.WriteStartArray(term);
            isAny = true;
            node();
        }
        if (isAny)
            json.WriteEndArray();
    }

    public void Text(string term, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json.WriteString(term, value);
    }

    public void Texts(string term, IEnumerable<string> values)
    {
        string[] all = [.. values];
        if (all.Length == 0)
            return;
        json.WriteStartArray(term);
        foreach (string value in all)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public void Number(string term, long? value) => Typed(term, "xsd:integer", value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Flag(string term, bool? value) => Typed(term, "xsd:boolean", value is bool known ? known ? "true" : "false" : null);

    /// <summary>A time; one that is none is left out.</summary>
    public void Time(string term, Timestamp? value) => Typed(term, "xsd:dateTime", value is { IsUsable: true } time ? time.ToString() : null);

    public void Hex(string term, string value) => Typed(term, "xsd:hexBinary", value.ToUpperInvariant());

    public void Reference(string term, string? id)
    {
        if (id is null)
            return;
        json.WriteStartObject(term);
        json.WriteString("@id", id);
        json.WriteEndObject();
    }

    public void References(string term, IEnumerable<string> ids)
    {
        bool isAny = false;
        foreach (string id in ids)
        {
            if (!isAny)
                json.WriteStartArray(term);
            isAny = true;
            json.WriteStartObject();
            json.WriteString("@id", id);
            json.WriteEndObject();
        }
        if (isAny)
            json.WriteEndArray();
    }

    private void Typed(string term, string type, string? value)
    {
        if (value is null)
            return;
        json.WriteStartObject(term);
        json.WriteString("@type", type);
        json.WriteString("@value", value);
        json.WriteEndObject();
    }
}
