using System.Text.Json;
using StoreForensics.Model;

namespace StoreForensics.Reports.Json;

/// <summary>An object of <c>verify</c>.</summary>
public static class CheckJson
{
    public static void Write(Utf8JsonWriter json, Check check)
    {
        json.WriteStartObject();
        json.WriteText("subject", check.Subject);
        json.WriteText("kind", check.Kind.Word());
        json.WriteText("expected", check.Expected);
        json.WriteText("actual", check.Actual);
        json.WriteText("status", check.Status.Word());
        if (check.Path is { } path)
            json.WritePath("path", path);
        else
            json.WriteNull("path");
        json.WriteText("detail", check.Detail);
        json.WriteText("confidence", check.Grounds?.Confidence.Word());
        WriteTexts(json, "basis", check.Grounds?.Basis);
        WriteTexts(json, "alternatives", check.Grounds?.Alternatives);
        json.WriteText("store", (check.Layer?.Store ?? check.Image?.Store)?.Name);
        json.WriteText("layer", check.Layer?.Id);
        json.WriteText("diff_id", check.Layer?.DiffId);
        json.WriteTexts("images", Images(check));
        json.WriteTexts("containers", check.Layer?.Containers.Select(c => c.Name ?? c.Id) ?? []);
        json.WriteTime("recorded_mtime", check.RecordedModified);
        json.WriteTime("mtime", check.Modified);
        json.WriteTime("ctime", check.Changed);
        json.WriteOrigin("origin", check.Origin);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string>? texts)
    {
        if (texts is null)
            json.WriteNull(name);
        else
            json.WriteTexts(name, texts);
    }

    private static IEnumerable<string> Images(Check check) =>
        (check.Image is { } image ? [image] : (IEnumerable<Image>?)check.Layer?.Images ?? []).SelectMany(i =>
            i.DisplayNames).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
