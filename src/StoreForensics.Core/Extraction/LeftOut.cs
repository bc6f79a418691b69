using System.Globalization;
using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Extraction;

/// <summary>What an extraction did not recreate: how often, by reason, with the first path as an example.</summary>
public sealed class LeftOut
{
    private readonly Dictionary<string, (long Count, string First)> _reasons = new(StringComparer.Ordinal);

    /// <summary>Counts one. The reason is our own words, one for each kind: no text of the evidence.</summary>
    public void Add(string reason, ReadOnlySpan<byte> path)
    {
        ref (long Count, string First) entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_reasons, reason, out bool known);
        if (!known)
            entry.First = Shortened(DisplayText.Escape(path));
        entry.Count++;
    }

    /// <summary>One line for each reason, in the order of their words.</summary>
    public IEnumerable<string> Lines() =>
        _reasons.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"{r.Key}: {r.Value.Count}, first {r.Value.First}"));

    private static string Shortened(string path) => path.Length <= 200 ? path : path[..100] + "…" + path[^100..];
}
