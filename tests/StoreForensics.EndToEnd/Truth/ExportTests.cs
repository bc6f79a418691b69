using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// <c>ls --recursive</c> of every container against <c>docker export</c>, as <c>tar -tv</c> lists it: type, mode, owner, size, time to the second, path, link.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed partial class ExportTests
{
    [TestCase("shop/shop.tar.gz", "shop/truth")]
    [TestCase("attic/attic.tar.xz", "attic/truth")]
    [TestCase("nest/nest.tar.xz", "nest/truth")]
    [TestCase("quay/quay.tar.xz", "quay/truth")]
    public void A_container_holds_what_the_engine_exported(string archive, string truth)
    {
        string tar = Unpacked.PlainTar(SharedFolder.Require("evidence/" + archive));
        string[] listings = Directory.GetFiles(SharedFolder.Require($"evidence/{truth}/export"), "*.txt");
        ProgramRun[] runs = BuiltProgram.RunAll([.. listings.Select(l =>
            (string[])["ls", tar, Path.GetFileNameWithoutExtension(l), "--recursive", "--format", "json"])]);
        var disagreements = new Disagreements();
        foreach ((string listing, ProgramRun run) in listings.Zip(runs))
        {
            IEnumerable<string> own = run.MustExit(0, 4).JsonRows().Select(Line);
            disagreements.SameSortedSet(Path.GetFileName(listing), File.ReadLines(listing, Encoding.Latin1).Where(l => l.Length > 0).Select(Line), own);
        }
        disagreements.AssertNone();
    }

    /// <summary>A member as <c>tar -tv</c> shows it, the time cut to seconds.</summary>
    internal static string Line(string exported)
    {
        Match m = Exported().Match(exported);
        Assert.That(m.Success, Is.True, exported);
        string type = m.Groups["type"].Value;
        // A link's target is not told of a hard link, which is a file here; tar has no size for those.
        string size = type is "-" ? m.Groups["size"].Value : "", target = type == "l" ? Plain(m.Groups["target"].Value) : "";
        string path = "/" + Plain(m.Groups["path"].Value).TrimEnd('/'), time = m.Groups["time"].Value[..19];
        return type == "h"
            ? $"- {m.Groups["mode"].Value} {m.Groups["owner"].Value} ? {time} {path}"
            : $"{type} {(type == "l" ? "" : m.Groups["mode"].Value)} {m.Groups["owner"].Value} {size} {time} {path} {target}".TrimEnd();
    }

    internal static string Line(JsonRow row)
    {
        string kind = row.Text("kind") switch
        {
            "file" => "-",
            "dir" => "d",
            "symlink" => "l",
            "char" => "c",
            "block" => "b",
            "fifo" => "p",
            var other =>
            other!
        };
        string common = $"{row.Text("mtime")![..19].Replace('T', ' ')} {RawBytes.OfJsonPath(row)}";
        string owner = $"{row.Text("uid")}/{row.Text("gid")}", size = kind == "-" ? row.Text("size")! : "";
        if (kind == "-" && row.Text("hardlink_of") is not null)
            return $"- {Mode(row.Text("mode")!)} {owner} ? {common}";
        return $"{kind} {(kind == "l" ? "" : Mode(row.Text("mode")!))} {owner} {size} {common} {(kind == "l" ? RawBytes.Of(Encoding.UTF8.GetBytes(row.Text("link_target")!)) : "")}".TrimEnd();
    }

    internal static string Mode(string octal)
    {
        int mode = Convert.ToInt32(octal, 8);
        char[] letters = [.. "rwxrwxrwx".Select((c, i) => (mode >> (8 - i) & 1) == 1 ? c : '-')];
        foreach ((int bit, int at, char set) in new[] { (0x800, 2, 's'), (0x400, 5, 's'), (0x200, 8, 't') })
        {
            if ((mode & bit) != 0)
                letters[at] = letters[at] == 'x' ? set : char.ToUpperInvariant(set);
        }
        return new string(letters);
    }

    private static string Plain(string quoted) => Escape().Replace(quoted, match => match.Value[1] switch
    {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'a' => "\a",
        'b' => "\b",
        'f' => "\f",
        'v' => "\v",
        >= '0' and <= '7' => ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(),
        var other => other.ToString(),
    });

    [GeneratedRegex("""^(?<type>[-bcdhlps])(?<mode>[-rwxsStT]{9}) (?<owner>\d+/\d+) +(?<size>\S+) (?<time>\S+ \S+) +"(?<path>(?:[^"\\]|\\.)*)"(?: (?:->|link to) "(?<target>(?:[^"\\]|\\.)*)")?""")]
    private static partial Regex Exported();

    [GeneratedRegex(@"\\([0-7]{3}|.)")]
    private static partial Regex Escape();
}
