using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>A host's lines and settings as reports may show them: what a name says to be a secret is masked by <see cref="SecretMask"/>.</summary>
internal sealed partial class HostMask(SecretMask mask)
{
    // dockerd's configuration is read with the same bound.
    private const int MaxDepth = 256;

    private static readonly JsonWriterOptions s_writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth + 1 };

    /// <summary>A line; a quoted assignment of systemd's or a shell's, <c>"NAME=several words"</c>, is masked to its closing quote.</summary>
    public string Line(HostText line)
    {
        string text = line.ToString();
        if (mask.ShowsAll || !SecretMask.IsSecretName(text))
            return text;
        var masked = new StringBuilder(text.Length);
        int from = 0;
        foreach (Match assignment in QuotedAssignment().Matches(text))
        {
            if (!SecretMask.IsSecretName(assignment.Groups["name"].ValueSpan))
                continue;
            masked.Append(mask.Text(text[from..assignment.Index])).Append(assignment.Groups["quote"].ValueSpan).Append(assignment.Groups["name"].ValueSpan)
                .Append('=')
                .Append(mask.Value(assignment.Groups["name"].Value, assignment.Groups["value"].Value)).Append(assignment.Groups["quote"].ValueSpan);
            from = assignment.Index + assignment.Length;
        }
        return masked.Append(mask.Text(text[from..])).ToString();
    }

    /// <summary>The value of a setting as JSON, values of members that name secrets masked at any depth.</summary>
    public string Setting(HostSetting setting)
    {
        if (mask.ShowsAll)
            return setting.Json;
        using JsonDocument document = JsonDocument.Parse(setting.Json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_writer))
            Write(json, setting.Key, document.RootElement);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void Write(Utf8JsonWriter json, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    string inner = Decoded(() => member.Name);
                    json.WritePropertyName(inner);
                    Write(json, inner, member.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Write(json, name, item);
                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                string text = Decoded(() => value.GetString()!);
                json.WriteStringValue(SecretMask.IsSecretName(name) ? mask.Value(name, text) : mask.Text(text));
                break;
            case JsonValueKind.Number when SecretMask.IsSecretName(name):
                json.WriteStringValue(mask.Value(name, value.GetRawText()));
                break;
            default:
                json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
        }
    }

    private static string Decoded(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return "(text that is not Unicode)"; // an escape that is half a surrogate pair
        }
    }

    [GeneratedRegex("""(?<quote>["'])(?<name>[A-Za-z0-9_.\-]+)=(?<value>[^"']*)\k<quote>""", RegexOptions.CultureInvariant)]
    private static partial Regex QuotedAssignment();
}
