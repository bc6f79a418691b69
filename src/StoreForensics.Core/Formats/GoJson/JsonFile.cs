using System.Globalization;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Formats.GoJson;

/// <summary>Parses a metadata file of an engine as Go's decoder would: the first JSON value
/// counts, what follows it is a problem, and so is what had to be replaced in it.</summary>
internal static class JsonFile
{
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
        if (!bytes.ContainsAnyExcept((byte)0))
        {
            problems.Damage("SF-JSON-0002", origin, string.Create(CultureInfo.InvariantCulture, $"is not JSON: {bytes.Length} NUL bytes and nothing else"));
            return null;
        }
        GoTextFaults faults = GoTextFaults.None;
        try
        {
            JsonElement value = GoJsonParser.First(bytes, out faults, out long? rest);
            if (rest is not null)
                problems.Warn("SF-JSON-0005", origin with { Offset = rest }, "more bytes follow the JSON value; they are not read");
            return value;
        }
        catch (JsonException e)
        {
            long? at = e.BytePositionInLine;
            problems.Damage("SF-JSON-0002", origin, "is not JSON"
                + (at is null ? "" : string.Create(CultureInfo.InvariantCulture, $" (fault at byte {at} of its line)")));
            return null;
        }
        finally
        {
            if ((faults & GoTextFaults.NotUtf8) != 0)
                problems.Warn("SF-JSON-0004", origin, "holds bytes that are not UTF-8; they are shown as U+FFFD");
            if ((faults & GoTextFaults.HalfPairs) != 0)
                problems.Warn("SF-JSON-0007", origin, "holds escapes that are half of a surrogate pair; the engine reads them as U+FFFD, as they are shown");
        }
    }
}
