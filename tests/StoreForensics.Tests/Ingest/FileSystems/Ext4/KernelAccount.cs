using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>What find, on a mounted image, said of each name, spelled out for comparison with what is read here.</summary>
internal static class KernelAccount
{
    /// <summary>Lines of find: kind, mode, owner, group, size, three times, links, inode, target and path; births from stat; in byte order of paths.</summary>
    public static string[] Expected(string name)
    {
        var births = Records(name + ".births").Select(l => l.Split(' ')).ToDictionary(f => f[0], f => f[1] is "0.000000000" or "-" or "0" ? "" : f[1]);
        return [.. Records(name + ".list").Select(l => l.Split('|', 12)).OrderBy(f => f[11], StringComparer.Ordinal).Select(f => Spell(f, births[f[9]]))];
    }

    public static string[] Actual(EvidenceTree tree) =>
        [.. Enumerable.Range(0, tree.Count).Select(n => Describe(tree, n)).OrderBy(l => l.Path, StringComparer.Ordinal).Select(l => l.Text)];

    /// <summary>Digests and paths of all regular files, as sha256sum ended by NUL wrote them, without their directories: those differ in name only.</summary>
    public static string[] ExpectedSums(string name) =>
        [.. Records(name + ".sums").Select(l => l.Replace("  ./", "  ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public static string[] ActualSums(ReadExt4 files)
    {
        EvidenceTree tree = files.Tree;
        return [.. Enumerable.Range(0, tree.Count).Where(n => tree[n].Kind == EntryKind.File)
            .Select(n => $"{Hash(files, n)}  {Encoding.Latin1.GetString(tree.Name(n))}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Path, name and value of all attributes of all names but the root, in hexadecimal; see xattrs.py beside the images.</summary>
    public static string[] ExpectedXattrs(string name) => [.. File.ReadAllLines(Ext4Fixtures.PathOf(name + ".xattrs")).Order(StringComparer.Ordinal)];

    public static string[] ActualXattrs(EvidenceTree tree) =>
        [.. Enumerable.Range(1, tree.Count - 1).SelectMany(n => (tree.Extra(n).Xattrs ?? []).Select(a =>
            $"{Convert.ToHexStringLower(tree.PathOf(n).Bytes)} {a.Name} {Convert.ToHexStringLower(a.Value)}")).Order(StringComparer.Ordinal)];

    public static string Hash(ReadExt4 files, int node)
    {
        using Stream stream = files.Open(node);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static string[] Records(string file) =>
        Encoding.Latin1.GetString(File.ReadAllBytes(Ext4Fixtures.PathOf(file))).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // find has ten decimals, of which the last is always 0.
    private static string Spell(string[] f, string born)
    {
        string size = f[0] is "f" or "l" ? f[4] : "0";
        return string.Join('|', f[0], f[1], f[2], f[3], size, f[5][..^1], f[6][..^1], f[7][..^1], born, f[8], f[9], f[10], f[11] == "" ? "." : f[11]);
    }

    private static (string Path, string Text) Describe(EvidenceTree tree, int node)
    {
        EvidenceNode n = tree[node];
        NodeExtra extra = tree.Extra(node);
        string path = Encoding.Latin1.GetString(tree.PathOf(node).Bytes);
        return (path, string.Join('|', Letter(n.Kind), Convert.ToString(n.Mode, 8), n.Uid, n.Gid, n.Size, Time(extra.Accessed), Time(n.Modified),
            Time(extra.Changed), Time(extra.Born),
            extra.Links, extra.Inode, Encoding.Latin1.GetString(tree.LinkTarget(node)), path.Length == 0 ? "." : path));
    }

    private static string Time(Timestamp? time) =>
        time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.Seconds}.{t.Nanoseconds:D9}") : "";

    private static string Letter(EntryKind kind) => kind switch
    {
        EntryKind.Directory => "d",
        EntryKind.Symlink => "l",
        EntryKind.CharDevice => "c",
        EntryKind.BlockDevice => "b",
        EntryKind.Fifo => "p",
        EntryKind.Socket => "s",
        EntryKind.File => "f",
        _ => "?",
    };
}
