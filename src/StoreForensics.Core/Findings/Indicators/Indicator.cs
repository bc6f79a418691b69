
namespace StoreForensics.Findings.Indicators;

internal enum IndicatorKind
{
    Sha256,
    Sha1,
    Md5,

    /// <summary>An absolute path, or a pattern over paths.</summary>
    Path,
    Domain,

    /// <summary>IPv4 or IPv6.</summary>
    Address,
    Text,

    /// <summary>A container's name, whole.</summary>
    Container,

    /// <summary>An image's name with its tag, whole.</summary>
    Image,
}

/// <summary>Something that is known to belong to an intrusion.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Hex digests and domains in lower case, all else as given.</param>
/// <param name="Note">What the list says of it; empty when nothing.</param>
/// <param name="List">The list's name.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Word">What the list calls its kind.</param>
internal sealed record Indicator(IndicatorKind Kind, string Value, string Note, string List, int Line, string Word)
{
    /// <summary><c>list.txt line 3 (dropper)</c>.</summary>
    public string Place => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{List} line {Line}{(Note.Length == 0 ? "" : $" ({Primitives.DisplayText.Escape(Note)})")}");
}
