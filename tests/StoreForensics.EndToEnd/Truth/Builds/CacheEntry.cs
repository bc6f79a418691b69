using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Builds;

/// <summary>A record of <c>docker buildx du --verbose</c>: lines <c>Key: value</c>; a description may go on over several lines.</summary>
internal sealed partial class CacheEntry
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public List<string> Parents { get; } = [];

    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>In RFC 3339.</summary>
    public string Created => _values["Created at"].Replace(" +0000 UTC", "Z", StringComparison.Ordinal).Replace(' ', 'T');

    public static IEnumerable<CacheEntry> Parse(string text)
    {
        CacheEntry? entry = null;
        string last = "";
        foreach (string line in text.Split('\n'))
        {
            Match key = Key().Match(line);
            if (key.Success && key.Groups[1].Value == "ID")
            {
                if (entry is not null)
                    yield return entry;
                entry = new CacheEntry();
            }
            if (line.StartsWith("Shared:\t", StringComparison.Ordinal))
                break;
            if (key.Success)
                entry!._values[last = key.Groups[1].Value] = key.Groups[2].Value;
            else if (line.StartsWith(" - ", StringComparison.Ordinal) && last == "Parents")
                entry!.Parents.Add(line[3..]);
            else if (last == "Description")
                entry!._values[last] += "\n" + line;
        }
        if (entry is not null)
            yield return entry;
    }

    [GeneratedRegex("^(ID|Parents|Created at|Mutable|Reclaimable|Shared|Size|Description|Usage count|Last used|Type): *(.*)$")]
    private static partial Regex Key();
}
