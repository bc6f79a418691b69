using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>What fls of the Sleuth Kit and debugfs of e2fsprogs say of an image, and the same facts as they are read here.</summary>
internal static partial class Ext4Tools
{
    // fls loses some of what is deeper.
    private const int MaxFlsPath = 3000;

    /// <summary>Facts of all files by debugfs: kind, mode, owner, group, size, links, times with fractions.</summary>
    public static string[] Stat(string directory, string image, IEnumerable<uint> inodes)
    {
        string commands = Path.Combine(directory, "commands");
        File.WriteAllLines(commands, inodes.Select(i => $"stat <{i}>"));
        string output = Tool.Output(directory, "debugfs", "-f", commands, image);
        return [.. output.Split("debugfs: stat").Skip(1).Select(Spell)];
    }

    public static string Stat(EvidenceTree tree, int node)
    {
        EvidenceNode n = tree[node];
        NodeExtra extra = tree.Extra(node);
        string size = n.Kind is EntryKind.File or EntryKind.Symlink ? $"{n.Size}" : "";
        return $"{extra.Inode} {Word(n.Kind)} {Convert.ToString(n.Mode, 8)} {n.Uid} {n.Gid} {size} {extra.Links} c{extra.Changed} a{extra.Accessed} m{n.Modified} b{extra.Born}";
    }

    /// <summary>Writes the bytes of files by debugfs, and gives their digests.</summary>
    public static string[] Hashes(string directory, string image, IEnumerable<uint> inodes)
    {
        string commands = Path.Combine(directory, "commands");
        File.WriteAllLines(commands, inodes.Select(i => $"dump <{i}> {Path.Combine(directory, $"file-{i}")}"));
        Tool.Output(directory, "debugfs", "-f", commands, image);
        return [.. inodes.Select(i => ReferenceEntry.Hash(File.ReadAllBytes(Path.Combine(directory, $"file-{i}"))))];
    }

    /// <summary>Lines of fls for names that are in use: name, inode, mode, owner, group, size of files and links, four times in seconds.</summary>
    public static string[] Fls(string directory, string image)
    {
        string output = Tool.Output(directory, "fls", "-r", "-u", "-m", "/", image);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('|')).Where(f => f.Length == 11 && f[1].Length <= MaxFlsPath
            && !f[1].StartsWith("/$", StringComparison.Ordinal)).Select(Spell)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Save for what fls leaves out: the deepest names, and births of what is not ext4.</summary>
    public static string[] Fls(ReadExt4 files) =>
        [.. Enumerable.Range(1, files.Tree.Count - 1).Where(n => files.Tree.PathLength(n, 0) < MaxFlsPath).Select(n =>
            Fls(files.Tree, n, files.FileSystem.Facts.Kind == "ext4")).Order(StringComparer.Ordinal)];

    private static string Fls(EvidenceTree tree, int node, bool hasBirths)
    {
        EvidenceNode n = tree[node];
        NodeExtra extra = tree.Extra(node);
        string name = "/" + Encoding.Latin1.GetString(tree.PathOf(node).Bytes);
        string size = n.Kind is EntryKind.File or EntryKind.Symlink ? $"{n.Size}" : "";
        return $"{Plain(name)} {extra.Inode} {Mode(n)} {n.Uid} {n.Gid} {size} a{Second(extra.Accessed)} m{Second(n.Modified)} c{Second(extra.Changed)} b{Second(hasBirths ? extra.Born : null)}";
    }

    private static string Spell(string[] f)
    {
        string mode = f[3][^9..], size = f[3][2] is 'r' or 'l' ? f[6] : "";
        return $"{Plain(f[1].Split(" -> ")[0])} {f[2]} {f[3][2]}{mode} {f[4]} {f[5]} {size} a{Second(f[7])} m{Second(f[8])} c{Second(f[9])} b{Second(f[10])}";
    }

    // fls adds a link's target, if it is short, writes ^ for what a terminal should not get, and times as unsigned 32 bits.
    private static string Plain(string name) => string.Concat(name.Select(c => c is < ' ' or '^' or > '~' ? '^' : c));

    private static string Second(Timestamp? time) => time is { Seconds: >= 0 and < 1L << 31 } t ? t.Seconds.ToString(CultureInfo.InvariantCulture)
        : time is null ? "0" : "?";

    private static string Second(string seconds) => long.Parse(seconds, CultureInfo.InvariantCulture) is >= 0 and < 1L << 31 and var s
        ? s.ToString(CultureInfo.InvariantCulture) : "?";

    private static string Mode(EvidenceNode node)
    {
        char[] text = new char[10];
        text[0] = node.Kind switch
        {
            EntryKind.Directory => 'd',
            EntryKind.Symlink => 'l',
            EntryKind.CharDevice => 'c',
            EntryKind.BlockDevice => 'b',
            EntryKind.Fifo => 'p',
            EntryKind.Socket => 'h',
            _ => 'r',
        };
        for (int i = 0; i < 9; i++)
            text[i + 1] = (node.Mode & (0x100 >> i)) != 0 ? "rwx"[i % 3] : '-';
        (int Bit, int At, char Set, char Alone)[] special = [(0x800, 3, 's', 'S'), (0x400, 6, 's', 'S'), (0x200, 9, 't', 'T')];
        foreach ((int bit, int at, char set, char alone) in special)
            text[at] = (node.Mode & bit) == 0 ? text[at] : text[at] == 'x' ? set : alone;
        return new string(text);
    }

    private static string Spell(string output)
    {
        GroupCollection f = Facts().Match(output).Groups;
        string size = f["type"].Value is "regular" or "symlink" ? f["size"].Value : "";
        return $"{f["inode"]} {f["type"]} {Convert.ToString(Convert.ToInt32(f["mode"].Value, 8), 8)} {Unsigned(f["user"])} {Unsigned(f["group"])} {size} {f["links"]} "
            + $"c{Time(output, "ctime")} a{Time(output, "atime")} m{Time(output, "mtime")} b{Time(output, "crtime")}";
    }

    // debugfs shows the largest owners as negative.
    private static uint Unsigned(Group number) => unchecked((uint)long.Parse(number.Value, CultureInfo.InvariantCulture));

    private static Timestamp? Time(string output, string name)
    {
        Match match = Regex.Match(output, $@"(?:^|\s){name}: 0x([0-9a-f]+)(?::([0-9a-f]+))? ");
        if (!match.Success)
            return null;
        uint seconds = Convert.ToUInt32(match.Groups[1].Value, 16), extra = match.Groups[2].Success ? Convert.ToUInt32(match.Groups[2].Value, 16) : 0;
        return seconds == 0 && extra == 0 && name == "crtime" ? null : new Timestamp((int)seconds + ((extra & 3L) << 32), (int)(extra >> 2));
    }

    private static string Word(EntryKind kind) => kind switch
    {
        EntryKind.Directory => "directory",
        EntryKind.Symlink => "symlink",
        EntryKind.CharDevice => "character",
        EntryKind.BlockDevice => "block",
        EntryKind.Fifo => "FIFO",
        EntryKind.Socket => "socket",
        _ => "regular",
    };

    [GeneratedRegex(@"Inode: (?<inode>\d+)\s+Type: (?<type>\w+).*?Mode:\s+(?<mode>\d+).*?User:\s+(?<user>-?\d+)\s+Group:\s+(?<group>-?\d+).*?Size:? ?(?<size>\d*)\s.*?Links: (?<links>\d+)", RegexOptions.Singleline)]
    private static partial Regex Facts();
}
