using System.Text;
using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Docker.Json;

/// <summary>
/// Parses a metadata file of an engine as Go's decoder would: the first JSON value counts, what follows it is a problem; invalid UTF-8 becomes U+FFFD.
/// </summary>
internal static class JsonFile
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 256, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>The root object; null after a problem (not JSON, not an object, unreadable).</summary>
    public static JsonView? Read(EvidenceFiles files, int node) =>
        files.ReadAll(node) is { } bytes ? Object(bytes, files.Origin(node), files.Problems) : null;

    /// <summary>The root object of a text; null after a problem.</summary>
    public static JsonView? Object(ReadOnlySpan<byte> bytes, Origin origin, ProblemLog problems)
    {
        if (Parse(bytes, origin, problems) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
            return new JsonView(value, new JsonFaults(origin, problems));
        problems.Damage("SF-JSON-0003", origin, $"holds a JSON {value.ValueKind.ToString().ToLowerInvariant()} where an object is expected");
        return null;
    }

    /// <summary>The first JSON value of a text; null after a problem.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> bytes, Origin origin, ProblemLog problems)
    {
        if (bytes.IsEmpty)
        {
            problems.Damage("SF-JSON-0001", origin, "is empty where JSON is expected");
            return null;
        }
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
        {
            problems.Warn("SF-JSON-0004", origin, "holds bytes that are not UTF-8; they are shown as U+FFFD");
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
        }
        try
        {
            var reader = new Utf8JsonReader(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes, isFinalBlock: true, new JsonReaderState(s_options));
            JsonElement value = JsonElement.ParseValue(ref reader);
            if (bytes[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8))
                problems.Warn("SF-JSON-0005", origin with { Offset = reader.BytesConsumed }, "more bytes follow the JSON value; they are not read");
            return value;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            long? at = (e as JsonException)?.BytePositionInLine;
            problems.Damage("SF-JSON-0002", origin, "is not JSON" + (at is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (fault at byte {at} of its line)")));
            return null;
        }
    }
}
