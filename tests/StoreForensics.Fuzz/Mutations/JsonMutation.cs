using System.Text;
using System.Text.Json;

namespace StoreForensics.Fuzz.Mutations;

/// <summary>Edits JSON by its tokens: each kind of value becomes each other kind, names repeat or change, parts vanish or nest.</summary>
internal static class JsonMutation
{
    private static readonly byte[][] s_values =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1", "1.5", "1e400", "-0", "9223372036854775807", "18446744073709551616", "1e308", "\"\"", "\"/\"", "\"..\"",
            "\"../../../etc/passwd\"", "\"\\ud800\"", "\"\\u0000\"", "\"\\u202e\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}",
            "[1,\"a\",null]", "\"sha256:\"",
            "\"sha256:zz\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999+23:59\"", "\"2026-02-30T25:61:61Z\"", "\"-1\"", "\"a:b:c@d@e\"",
            "\"80/tcp/udp\"", "\"0.0.0.0/999\"", "\"[::1\"", "\"%s%n\"", "{\"a\":{\"a\":{\"a\":{}}}}",
        }.Select(Encoding.UTF8.GetBytes),
        "\"\u00ff\xfe\""u8.ToArray(), [(byte)'"', 0xFF, 0xFE, (byte)'"'],
        [.. Enumerable.Repeat((byte)'[', 400), .. Enumerable.Repeat((byte)']', 400)],
        [(byte)'"', .. Enumerable.Repeat((byte)'A', 70_000), (byte)'"'],
    ];

    public static byte[] Of(byte[] text, Random random)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
            text = One(text, random);
        return text;
    }

    private static byte[] One(byte[] text, Random random)
    {
        List<(int Start, int Length, bool IsName)> tokens = Tokens(text);
        if (tokens.Count == 0)
            return Text(text, random);
        (int start, int length, bool isName) = tokens[random.Next(tokens.Count)];
        (int Start, int Length, bool IsName) other = tokens[random.Next(tokens.Count)];
        byte[] instead = random.Next(8) switch
        {
            0 => [],
            1 => text[other.Start..(other.Start + other.Length)],
            2 when isName => [.. text.AsSpan(start, length), .. ":0,"u8, .. text.AsSpan(start, length)],
            2 => [(byte)'[', .. text.AsSpan(start, length), (byte)']'],
            3 => Text(text[start..(start + length)], random),
            _ => s_values[random.Next(s_values.Length)],
        };
        return [.. text.AsSpan(0, start), .. instead, .. text.AsSpan(start + length)];
    }

    // Past the JSON's rules: bytes of the text.
    private static byte[] Text(byte[] text, Random random)
    {
        if (text.Length == 0)
            return "{"u8.ToArray();
        byte[] changed = [.. text];
        changed[random.Next(changed.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "{}[]\",:0\\\n-"u8[random.Next(11)];
        return random.Next(5) == 0 ? changed[..random.Next(changed.Length)] : changed;
    }

    private static List<(int Start, int Length, bool IsName)> Tokens(byte[] text)
    {
        var tokens = new List<(int Start, int Length, bool IsName)>();
        var open = new Stack<int>();
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 1000 });
            while (tokens.Count < 20_000 && reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    open.Push(start);
                else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                    tokens.Add((open.Peek(), start + 1 - open.Pop(), false));
                else
                    tokens.Add((start, (int)reader.BytesConsumed - start, reader.TokenType == JsonTokenType.PropertyName));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What was read of it so far.
        }
        return [.. tokens.Select(t => t.IsName ? (t.Start, NameLength(text, t.Start, t.Length), true) : t)];
    }

    // The reader counts the colon to the name.
    private static int NameLength(byte[] text, int start, int length) => text.AsSpan(start, length).LastIndexOf((byte)'"') + 1;
}
