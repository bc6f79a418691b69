using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>
/// The members of each <c>layer.tar</c> that <c>docker save</c> wrote, from <c>tar -tv</c> with quoted names: what the engine itself held to be
/// that layer's content.
/// </summary>
internal sealed partial class SaveListing
{
    private readonly Dictionary<string, List<string>> _layers = new(StringComparer.Ordinal);

    public IEnumerable<string> Layers => _layers.Keys;

    /// <summary>Paths with a leading slash and without a closing one, the archive's own root left out.</summary>
    public IReadOnlyList<string> Paths(string layer) => _layers[layer];

    public static SaveListing Parse(string text)
    {
        var listing = new SaveListing();
        List<string>? at = null;
        foreach (string line in text.Split('\n'))
        {
            if (LayerLine().Match(line) is { Success: true } layer)
                listing._layers[layer.Groups["id"].Value] = at = [];
            else if (MemberLine().Match(line) is { Success: true } member && Normal(member.Groups["name"].Value) is { Length: > 1 } path)
                at!.Add(path);
        }
        return listing;
    }

    private static string Normal(string name)
    {
        string plain = Escape().Replace(name, match => match.Value[1] switch
        {
            'n' => "\n",
            't' => "\t",
            '\\' => "\\",
            '"' => "\"",
            _ => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(),
        });
        return "/" + (plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain).TrimEnd('/');
    }

    [GeneratedRegex(@"^== (\./)?(?<id>[0-9a-f]{16,64})/layer\.tar ")]
    private static partial Regex LayerLine();

    [GeneratedRegex(@"^[-bcdhlps][-rwxsStT]{9} .*? ""(?<name>(?:[^""\\]|\\.)*)""")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"\\([0-7]{3}|.)")]
    private static partial Regex Escape();
}
