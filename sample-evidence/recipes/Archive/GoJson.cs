using System.Globalization;
using System.Text;

namespace SampleRecipes.Archive;

/// <summary>JSON text as Go's encoding/json writes it: compact, members in the given order, <c>&lt; &gt; &amp;</c> escaped.</summary>
internal sealed record GoJson(string Text)
{
    public static readonly GoJson EmptyObject = new("{}");
    public static readonly GoJson EmptyArray = new("[]");

    /// <summary>A struct: members in the order of its declaration.</summary>
    public static GoJson Struct(params (string Key, object? Value)[] members) =>
        new("{" + string.Join(',', members.Select(member => Quote(member.Key) + ":" + Value(member.Value))) + "}");

    /// <summary>A map: Go sorts the keys by their bytes.</summary>
    public static GoJson Map(params (string Key, object? Value)[] members) =>
        Struct([.. members.OrderBy(member => member.Key, StringComparer.Ordinal)]);

    /// <summary>A map used as a set, <c>{"80/tcp":{}}</c>.</summary>
    public static GoJson Set(params string[] keys) => Map([.. keys.Select(key => (key, (object?)EmptyObject))]);

    public override string ToString() => Text;

    private static string Value(object? value) => value switch
    {
        null => "null",
        GoJson json => json.Text,
        string text => Quote(text),
        bool flag => flag ? "true" : "false",
        IEnumerable<string> texts => "[" + string.Join(',', texts.Select(Quote)) + "]",
        IEnumerable<GoJson> items => "[" + string.Join(',', items.Select(item => item.Text)) + "]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException("no JSON for " + value.GetType(), nameof(value)),
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char value in text)
        {
            _ = value switch
            {
                '"' or '\\' => quoted.Append('\\').Append(value),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' =>
                    quoted.Append("\\u").Append(((int)value).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(value),
            };
        }

        return quoted.Append('"').ToString();
    }
}
