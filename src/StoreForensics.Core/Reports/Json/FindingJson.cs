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
        Write(json, finding.Content);
        json.WriteEndObject();
    }

    // Masked by whoever hands the finding on, as the reason is.
    private static void Write(Utf8JsonWriter json, FindingContent? content)
    {
        if (content is null)
        {
            json.WriteNull("content");
            return;
        }
        json.WriteStartObject("content");
        Write(json, "before", content.Before);
        Write(json, "after", content.After);
        json.WriteText("difference", content.Difference.Length == 0 ? null : content.Difference);
        json.WriteBoolean("is_cut", content.IsCut);
        json.WriteTexts("strings", content.Strings);
        json.WriteTexts("elsewhere", content.Elsewhere);
        json.WriteNumber("more_elsewhere", content.MoreElsewhere);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FileGlance? file)
    {
        if (file is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteText("kind", file.Kind);
        json.WriteNumber("size", file.Size);
        json.WriteText("sha256", file.Sha256);
        json.WriteEndObject();
    }
}
