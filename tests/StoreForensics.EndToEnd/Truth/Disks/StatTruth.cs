using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Disks;

/// <summary>What a kernel said of every name of a mounted image: statx, getxattr, sha256sum; and the same of rows of <c>ls @host</c>, spelled alike.</summary>
internal sealed partial class StatTruth
{
    private readonly Dictionary<string, string> _digests;
    private readonly Dictionary<string, SortedDictionary<string, string>> _attributes = [];
    private readonly string _folder;

    public StatTruth(string folder)
    {
        _folder = folder;
        _digests = Lines("sha256.txt.xz").Select(l => l.Split("  ", 2)).ToDictionary(f => Unescape(f[1]), f => f[0], StringComparer.Ordinal);
        foreach (string[] cells in Lines("xattrs.tsv.xz").Skip(1).Select(l => l.Split('\t')))
        {
            string path = Unescape(cells[0]);
            if (!_attributes.TryGetValue(path, out var own))
                _attributes[path] = own = new SortedDictionary<string, string>(StringComparer.Ordinal);
            own[Unescape(cells[1])] = cells[3];
        }
    }

    /// <summary>Files whose data ranges alone were digested.</summary>
    public IEnumerable<(string Path, string Ranges)> Sparse =>
        _digests.Where(d => d.Value.StartsWith("sparse:", StringComparison.Ordinal)).Select(d => (d.Key, d.Value["sparse:".Length..]));

    /// <summary>A line for each name, the root's first.</summary>
    public IEnumerable<string> Expected()
    {
        string[] lines = [.. Lines("stat.tsv.xz")];
        string[] names = lines[0].Split('\t');
        int At(string name) => Array.IndexOf(names, name);
        (int path, int kind, int mode, int uid, int gid, int size, int links, int inode, int device, int target) =
            (At("path"), At("kind"), At("mode"), At("uid"), At("gid"), At("size"), At("nlink"), At("inode"), At("rdev"), At("link_target"));
        int[] times = [At("mtime_ns"), At("ctime_ns"), At("atime_ns"), At("btime_ns")];
        foreach (string[] f in lines.Skip(1).Select(l => l.Split('\t')))
        {
            string name = Unescape(f[path]);
            yield return string.Join('|', name, f[kind], f[mode], f[uid], f[gid], f[size], f[links], f[inode], f[device],
                IsStandIn(name, f[kind], f[inode]) ? "of looking" : string.Join(' ', times.Select(t => Time(f[t]))), Unescape(f[target]),
                _digests.GetValueOrDefault(name) is { } digest ? digest.StartsWith("sparse:", StringComparison.Ordinal) ? "sparse" : digest : "",
                Attributes(name));
        }
    }

    public string Actual(JsonRow row)
    {
        string path = RawBytes.OfJsonPath(row);
        bool isSparse = _digests.GetValueOrDefault(path)?.StartsWith("sparse:", StringComparison.Ordinal) ?? false;
        return string.Join('|', path, row.Text("kind"), row.Text("mode"), row.Text("uid"), row.Text("gid"), row.Text("size"), row.Text("nlink"),
            row.Text("inode"), row.Text("device"), IsStandIn(path, row.Text("kind"), row.Text("inode")) && row.Text("mtime") is null
                ? "of looking" : $"{row.Text("mtime")} {row.Text("ctime")} {row.Text("atime")} {row.Text("btime")}", Target(row),
            isSparse ? "sparse" : row.Text("sha256"), Attributes(path, row.Map("xattrs")));
    }

    // What btrfs shows in place of a subvolume that a snapshot does not hold: its times are those of looking.
    private static bool IsStandIn(string path, string? kind, string? inode) => kind == "dir" && inode == "2" && path != "/";

    private static string Target(JsonRow row) => row.Element.TryGetProperty("link_target_base64", out var exact)
        ? RawBytes.Of(Convert.FromBase64String(exact.GetString()!)) : row.Text("link_target") is { } text ? RawBytes.Of(Encoding.UTF8.GetBytes(text)) : "";

    private string Attributes(string path) =>
        _attributes.TryGetValue(path, out var own) ? string.Join(' ', own.Select(a => $"{a.Key}={a.Value}")) : "";

    // Long values were digested.
    private string Attributes(string path, IReadOnlyDictionary<string, string?> row)
    {
        SortedDictionary<string, string>? own = _attributes.GetValueOrDefault(path);
        return string.Join(' ', row.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a =>
            $"{a.Key}={(own?.GetValueOrDefault(a.Key)?.StartsWith("sha256:", StringComparison.Ordinal) == true ? "sha256:" + Digest(a.Value!) : a.Value)}"));
    }

    private static string Digest(string hex) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(hex)));

    private static string Time(string nanoseconds)
    {
        if (nanoseconds is "" or "-")
            return "";
        var all = Int128.Parse(nanoseconds, CultureInfo.InvariantCulture);
        long fraction = (long)(((all % 1_000_000_000) + 1_000_000_000) % 1_000_000_000), seconds = (long)((all - fraction) / 1_000_000_000);
        return string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.{fraction:D9}Z");
    }

    private IEnumerable<string> Lines(string file) =>
        Encoding.UTF8.GetString(Unpacked.Gunzip(Path.Combine(_folder, file))).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Unescape(string cell) => Escape().Replace(cell, m => m.Value == @"\\" ? @"\"
        : ((char)int.Parse(m.Value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"\\\\|\\x[0-9a-fA-F]{2}")]
    private static partial Regex Escape();
}
