using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Layouts;

/// <summary>Ways to read one value out of an example.</summary>
internal static class Readings
{
    private const int LongestValue = 160;
    private const int MostBytes = 1 << 20;
    private const int MostValues = 10_000;

    /// <summary>The whole of a small text file, or its first line.</summary>
    public static LayoutValue? Text(LayoutScope scope, int node)
    {
        if (scope.Tree[node].Kind != EntryKind.File || scope.Files.ReadAll(node, MostBytes) is not { } bytes)
            return null;
        string[] lines = DisplayLines(bytes);
        return lines.Length == 0 ? new LayoutValue("text", "(empty)") : new LayoutValue(lines.Length == 1 ? "text" : "first line", Cut(lines[0]));
    }

    /// <summary>How many names a directory has, and the first of them.</summary>
    public static LayoutValue? Names(LayoutScope scope, int node)
    {
        ReadOnlySpan<int> children = scope.Tree.Children(node);
        string count = string.Create(CultureInfo.InvariantCulture, $"{children.Length}");
        return new LayoutValue("names in it", children.IsEmpty ? "none" : count + ", the first " + Cut(DisplayText.Escape(scope.Tree.Name(children[0]))));
    }

    /// <summary>What a link points to.</summary>
    public static LayoutValue? Target(LayoutScope scope, int node) =>
        scope.Tree.LinkTarget(node) is { IsEmpty: false } target ? new LayoutValue("link to", Cut(DisplayText.Escape(target))) : null;

    /// <summary>Bytes of a file that is not read here.</summary>
    public static LayoutValue? Bytes(LayoutScope scope, int node) => scope.Tree[node].Kind == EntryKind.File
        ? new LayoutValue("bytes", scope.Tree[node].Size.ToString(CultureInfo.InvariantCulture)) : null;

    /// <summary>Kind and device number of an entry, as of overlay's deletions.</summary>
    public static LayoutValue? Device(LayoutScope scope, int node) => scope.Tree[node].Kind == EntryKind.CharDevice
        ? new LayoutValue("character device", string.Create(CultureInfo.InvariantCulture,
            $"{scope.Tree.Extra(node).DeviceMajor}:{scope.Tree.Extra(node).DeviceMinor}"))
        : new LayoutValue("kind", scope.Tree[node].Kind.Name());

    /// <summary>The attribute that makes a directory opaque.</summary>
    public static LayoutValue? Opaque(LayoutScope scope, int node) =>
        scope.Tree.Xattrs(node).FirstOrDefault(x => x.Name.EndsWith(".overlay.opaque", StringComparison.Ordinal)) is { Name: { } name, Value: { } value }
            ? new LayoutValue(name, DisplayText.Escape(value)) : new LayoutValue("name", DisplayText.Escape(scope.Tree.Name(node)));

    /// <summary>A value that was read when the store was: of databases.</summary>
    public static LayoutReading Known(Func<LayoutScope, (string Key, string? Value)?> read) =>
        (scope, _) => read(scope) is (var key, { Length: > 0 } value) ? new LayoutValue(Cut(DisplayText.Escape(key)), Cut(DisplayText.Escape(value))) : null;

    /// <summary>
    /// A JSON value by its path, names separated by dots: <c>*</c> is any member or element. Of several that fit, the one that says what the example is called.
    /// </summary>
    /// <param name="path">Such as <c>Repositories.*.*</c>.</param>
    /// <param name="name">Of <see cref="LayoutNames"/>; null: the first.</param>
    public static LayoutReading Json(string path, string? name = null) => (scope, node) =>
    {
        if (scope.Tree[node].Kind != EntryKind.File || scope.Files.ReadAll(node) is not { } bytes
            || JsonFile.Parse(bytes, scope.Files.Origin(node), scope.Files.Problems) is not { } root)
            return null;
        var values = Values(root, path.Split('.'), 0, "").Take(MostValues).ToList();
        string? wanted = name is null ? null : scope.Names[name];
        int at = wanted is null ? 0 : values.FindIndex(v => v.Value.EndsWith(wanted, StringComparison.Ordinal));
        return values.Count == 0 ? null : new LayoutValue(Cut(DisplayText.Escape(values[Math.Max(0, at)].Key)),
            Cut(DisplayText.Escape(values[Math.Max(0, at)].Value)));
    };

    private static IEnumerable<(string Key, string Value)> Values(JsonElement at, string[] path, int depth, string key)
    {
        if (depth == path.Length)
        {
            if (at.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                yield return (key, at.ValueKind == JsonValueKind.String ? JsonView.TextOf(at) ?? "" : at.GetRawText());
            yield break;
        }
        string step = path[depth], before = key.Length == 0 ? "" : key + " › ";
        if (at.ValueKind == JsonValueKind.Object)
        {
            foreach ((string name, JsonElement value) in new JsonView(at).Members()
                .Where(m => step == "*" || string.Equals(m.Name, step, StringComparison.OrdinalIgnoreCase)))
            {
                foreach ((string, string) found in Values(value, path, depth + 1, before + name))
                    yield return found;
            }
        }
        else if (at.ValueKind == JsonValueKind.Array && step == "*")
        {
            int index = 0;
            foreach (JsonElement value in at.EnumerateArray())
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{before}{index++}");
                foreach ((string, string) found in Values(value, path, depth + 1, name))
                    yield return found;
            }
        }
    }

    private static string[] DisplayLines(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => DisplayText.Escape(l.Trim('\r', ' ', '\0')))];

    private static string Cut(string text) => text.Length <= LongestValue ? text : text[..LongestValue] + "…";
}
