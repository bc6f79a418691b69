using System.Buffers;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Cases;

/// <summary>Tags and notes that the HTML report exported: <c>{"format": "storeforensics-notes", "version": 1, "items": [ … ]}</c> (docs/schemas.md).</summary>
/// <param name="Exhibits">In the order of time, those without one last.</param>
/// <param name="Json">The same as JSON, written anew with all but plain letters escaped, for the HTML report, which reads it as it reads an import.</param>
public sealed record ExaminerNotes(IReadOnlyList<Exhibit> Exhibits, ReadOnlyMemory<byte> Json)
{
    /// <summary>Bytes of a file that is read.</summary>
    public const int LargestFile = 64_000_000;

    private const string Format = "storeforensics-notes";
    private const int MaxDepth = 16;

    /// <exception cref="UsageException">It is no such file.</exception>
    public static ExaminerNotes Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "format") != Format
                || !root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || version.GetDouble() != 1
                || !root.TryGetProperty("items", out JsonElement items) || items.ValueKind != JsonValueKind.Array)
                throw new UsageException("it is no file of tags and notes as the HTML report exports them");
            IEnumerable<Exhibit> read = items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object).Select(Read);
            return new ExaminerNotes([.. read.OrderBy(e => e.Time is null).ThenBy(e => e.Time)], Anew(root));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException("it is not JSON");
        }
    }

    // What a file of the user's holds never ends the element of the page that it will stand in.
    private static ReadOnlyMemory<byte> Anew(JsonElement root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(bytes);
        root.WriteTo(writer);
        writer.Flush();
        return bytes.WrittenMemory;
    }

    private static Exhibit Read(JsonElement item) => new(
        Timestamp.TryParse(Text(item, "datetime")), Text(item, "event_type"), Text(item, "path"), Text(item, "message"),
        Text(item, "origin"), Tags(item), Text(item, "note"));

    private static string[] Tags(JsonElement item) => item.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Array
        ? [.. tags.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)] : [];

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
