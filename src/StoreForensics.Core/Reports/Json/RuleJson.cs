using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json;

/// <summary>A rule as <c>rules list --format json</c> gives it.</summary>
public static class RuleJson
{
    public static void Write(Utf8JsonWriter json, RuleDescription rule)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("title", rule.Title);
        json.WriteString("when", rule.When);
        json.WriteStartArray("severities");
        foreach (FindingSeverity severity in rule.Severities)
            json.WriteStringValue(severity.Word());
        json.WriteEndArray();
        json.WriteString("confidence", rule.Confidence.Word());
        json.WriteStartArray("attack");
        foreach (string technique in rule.Attack)
            json.WriteStringValue(technique);
        json.WriteEndArray();
        json.WriteString("next", rule.Next);
        json.WriteBoolean("enabled", rule.IsEnabled);
        json.WriteEndObject();
    }
}
