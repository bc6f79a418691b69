using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Json;

/// <summary>An object of <c>logs</c>.</summary>
public static class LogJson
{
    /// <summary>Writes one line of a container's log.</summary>
    /// <param name="json">The target.</param>
    /// <param name="time">Null where the log has no times.</param>
    /// <param name="stream"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">The line; where it is not UTF-8, <c>text_base64</c> is exact.</param>
    /// <param name="recovery">Of a log that was deleted; null for one that is there.</param>
    public static void Write(Utf8JsonWriter json, Timestamp? time, string? stream, ReadOnlySpan<byte> text, Evidence.Recovery? recovery = null)
    {
        json.WriteStartObject();
        json.WriteTime("time", time);
        json.WriteText("stream", stream);
        if (text.IsEmpty)
            json.WriteString("text", ""u8); // an empty line is known to be empty
        else
            json.WriteBytes("text", text);
        RecoveryJson.Write(json, recovery);
        json.WriteEndObject();
    }
}
