using System.Text.RegularExpressions;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>One line of <c>tar -tv</c> with quoted names.</summary>
/// <param name="Type">The first letter: <c>-</c>, <c>d</c>, <c>l</c>, <c>c</c>, <c>b</c>, <c>p</c>, <c>h</c> for a hard link.</param>
/// <param name="Mode">Nine letters.</param>
/// <param name="Owner">uid/gid.</param>
/// <param name="Size">As printed; of a device its numbers.</param>
/// <param name="Time">To the second.</param>
/// <param name="Path">From <c>/</c>, without a closing slash, raw bytes.</param>
/// <param name="Target">Of a symbolic link as recorded, of a hard link as a member's name.</param>
internal sealed partial record TarMember(char Type, string Mode, string Owner, string Size, string Time, string Path, string Target)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string Directory => Path[..Path.LastIndexOf('/')];

    /// <summary>Null for a line that tells of no member.</summary>
    public static TarMember? Parse(string line)
    {
        Match m = Member().Match(line);
        return m.Success
            ? new TarMember(line[0], m.Groups["mode"].Value, m.Groups["owner"].Value, m.Groups["size"].Value, m.Groups["time"].Value[..19],
                PathOf(m.Groups["path"].Value), Plain(m.Groups["target"].Value))
            : null;
    }

    public static string PathOf(string name)
    {
        string plain = Plain(name);
        return "/" + (plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain).Trim('/');
    }

    private static string Plain(string quoted) => Escape().Replace(quoted, match => match.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        >= '0' and <= '7' => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(),
        var other => other.ToString(),
    });

    [GeneratedRegex("""^[-bcdhlps](?<mode>[-rwxsStT]{9}) (?<owner>\d+/\d+) +(?<size>\S+) (?<time>\S+ \S+) +"(?<path>(?:[^"\\]|\\.)*)"(?: (?:->|link to) "(?<target>(?:[^"\\]|\\.)*)")?""")]
    private static partial Regex Member();

    [GeneratedRegex(@"\\([0-7]{3}|.)")]
    private static partial Regex Escape();
}
