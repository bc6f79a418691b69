using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Primitives.Catalogue;

namespace StoreForensics.Reports.Json;

/// <summary>A kind of problem as <c>problems --format json</c> gives it.</summary>
public static class ProblemKindJson
{
    public static void Write(Utf8JsonWriter json, ProblemKind kind)
    {
        json.WriteStartObject();
        json.WriteString("code", kind.Code);
        json.WriteStartArray("severities");
        foreach (ProblemSeverity severity in kind.Severities)
            json.WriteStringValue(ProblemJson.SeverityOf(severity));
        json.WriteEndArray();
        json.WriteString("meaning", kind.Meaning);
        json.WriteString("consequence", kind.Consequence);
        json.WriteEndObject();
    }
}
