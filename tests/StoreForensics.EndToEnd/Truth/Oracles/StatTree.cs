using System.Globalization;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>One entry as <c>find</c> saw it right after the stop.</summary>
/// <param name="Path">Below the data root, without a leading <c>./</c>; raw bytes.</param>
/// <param name="Kind">In the contract's words.</param>
/// <param name="Mode">Four octal digits.</param>
/// <param name="Modified">To the nanosecond, in one spelling.</param>
internal sealed record StatEntry(
    string Path, string Kind, string Mode, long Uid, long Gid, long Size, int Links, string Inode, string Modified, string LinkTarget)
{
    /// <summary>
    /// The kernel's whiteout is a character device 0:0. The listing has no device numbers, but no real device has mode 0.
    /// </summary>
    public bool IsOverlayWhiteout => Kind == "char" && Mode == "0000";
}

/// <summary>The files on disk after the stop: records that end in NUL, of path, type, mode, uid, gid, size, nlink, inode, mtime, ctime, link target.</summary>
internal sealed class StatTree
{
    private readonly Dictionary<string, StatEntry> _byPath;

    private StatTree(List<StatEntry> entries)
    {
        Entries = entries;
        _byPath = entries.ToDictionary(e => e.Path, StringComparer.Ordinal);
    }

    public IReadOnlyList<StatEntry> Entries { get; }

    public StatEntry? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Entries strictly below a folder, paths then relative to it and with a leading slash.</summary>
    public IEnumerable<StatEntry> Below(string folder) =>
        from entry in Entries
        where entry.Path.StartsWith(folder + "/", StringComparison.Ordinal)
        select entry with { Path = entry.Path[folder.Length..] };

    public static StatTree Parse(byte[] bytes)
    {
        var entries = new List<StatEntry>();
        foreach (string record in RawBytes.Of(bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] f = Fields(record);
            string path = f[0] == "." ? "" : f[0][2..];
            entries.Add(new StatEntry(path, KindOf(f[1]), f[2].PadLeft(4, '0'), Whole(f[3]), Whole(f[4]), Whole(f[5]),
                int.Parse(f[6], CultureInfo.InvariantCulture), f[7], EngineTime.OfUnix(f[8]), f.Length > 10 ? f[10] : ""));
        }
        return new StatTree(entries);
    }

    // A name may hold a tab; nothing after it can.
    private static string[] Fields(string record)
    {
        const int afterPath = 10;
        string[] parts = record.Split('\t');
        int extra = parts.Length - afterPath - 1;
        return extra <= 0 ? parts : [string.Join('\t', parts[..(extra + 1)]), .. parts[(extra + 1)..]];
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string KindOf(string letter) => letter switch
    {
        "f" => "file",
        "d" => "dir",
        "l" => "symlink",
        "c" => "char",
        "b" => "block",
        "p" => "fifo",
        "s" => "socket",
        _ => throw new FormatException($"unknown type letter {letter}"),
    };
}
