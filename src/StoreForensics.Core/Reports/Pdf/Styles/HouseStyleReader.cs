using System.Globalization;
using System.Text.Json;
using StoreForensics.Primitives;
using StoreForensics.Reports.Documents.Content;

namespace StoreForensics.Reports.Pdf.Styles;

/// <summary>Reads a style file strictly: a misspelt key that went unnoticed would be a report that looks wrong in court.</summary>
internal static class HouseStyleReader
{
    private const int LongestTitle = 100;
    private const double LeastContrastOfText = 4.5; // WCAG 2.2, 1.4.3
    private const double LeastContrastOfBars = 3; // 1.4.11

    private static readonly string[] s_keys = ["title", "logo", "colours", "sections"];
    private static readonly string[] s_colours = ["accent", "upper_bars", "lower_bars"];

    public static HouseStyle Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw Wrong($"it is no JSON: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
        }
    }

    private static HouseStyle Read(JsonElement root)
    {
        var style = new HouseStyle();
        foreach (JsonProperty property in Properties(root, "the file", s_keys))
        {
            style = property.Name switch
            {
                "title" => style with { Title = Title(property.Value) },
                "logo" => style with { LogoFile = property.Value.ValueKind == JsonValueKind.Null ? null : Text(property.Value, "logo") },
                "colours" => style with { Palette = Colours(property.Value) },
                _ => style with { Sections = SectionNames(property.Value) },
            };
        }
        return style;
    }

    private static string Title(JsonElement value)
    {
        string title = Text(value, "title");
        return title.Trim().Length > 0 && title.Length <= LongestTitle ? title : throw Wrong($"title must have 1 to {LongestTitle} characters");
    }

    private static Palette Colours(JsonElement value)
    {
        var palette = new Palette();
        foreach (JsonProperty property in Properties(value, "colours", s_colours))
        {
            palette = property.Name switch
            {
                "accent" => palette with { Accent = Colour(property, LeastContrastOfText) },
                "upper_bars" => palette with { UpperBars = Colour(property, LeastContrastOfBars) },
                _ => palette with { LowerBars = Colour(property, LeastContrastOfBars) },
            };
        }
        return palette;
    }

    private static Colour Colour(JsonProperty property, double leastContrast)
    {
        string text = Text(property.Value, property.Name);
        if (text.Length != 7 || text[0] != '#' || !int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rgb))
            throw Wrong($"{property.Name}: {DisplayText.Escape(text)} is no colour; write it as #RRGGBB");
        var colour = new Colour((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        double contrast = colour.ContrastToWhite;
        return contrast >= leastContrast
            ? colour
            : throw Wrong(string.Create(CultureInfo.InvariantCulture,
                $"{property.Name}: {text} is too light to be seen on white: a contrast of {contrast:0.0} to 1, at least {leastContrast:0.0} is needed"));
    }

    private static string[] SectionNames(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw Wrong("sections must be a list of names");
        var names = new List<string>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            string name = Text(item, "sections");
            if (!Sections.All.Contains(name))
                throw Wrong($"there is no section {DisplayText.Escape(name)}; known are {string.Join(", ", Sections.All)}");
            if (names.Contains(name))
                throw Wrong($"section {name} is named twice");
            names.Add(name);
        }
        return [.. names];
    }

    private static IEnumerable<JsonProperty> Properties(JsonElement value, string where, string[] known)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong($"{where} must be an object {{…}}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw Wrong($"unknown key {DisplayText.Escape(property.Name)} in {where}; known are {string.Join(", ", known)}");
            if (!seen.Add(property.Name))
                throw Wrong($"key {property.Name} stands twice in {where}");
            yield return property;
        }
    }

    private static string Text(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"{key} must be a text in quotes");

    private static UsageException Wrong(string what) => new(what);
}
