using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Json;

/// <summary>An object of <c>findings</c>.</summary>
public static class FindingJson
{
    public static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteText("rule", finding.Rule);
        json.WriteText("severity", finding.Severity.Word());
        json.WriteText("confidence", finding.Confidence.Word());
        json.WriteText("title", finding.Title);
        json.WriteText("reason", finding.Reason);
        json.WriteTexts("attack", finding.Attack);
        json.WriteText("next", finding.Next);
        json.WriteTexts("basis", finding.Basis);
        json.WriteTexts("alternatives", finding.Alternatives);
        json.WriteText("evidence", finding.Evidence);
        json.WriteTexts("subjects", finding.Subjects);
        if (finding.Path is { } path)
            json.WritePath("path", path);
        else
            json.WriteNull("path");
        json.WriteTime("time", finding.Time);
        json.WriteTime("happened", finding.Time);
        json.WriteTime("stamp", finding.Stamp);
        json.WriteStartArray("origin");
        foreach (Origin origin in finding.Origins)
            json.WriteBytesValue(origin.Path.Bytes);
        json.WriteEndArray();
        json.WriteNumber("count", finding.Count);
        json.WriteEndObject();
    }
}
