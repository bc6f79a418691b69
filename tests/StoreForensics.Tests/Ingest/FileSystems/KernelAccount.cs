using System.Globalization;
using System.Security.Cryptography;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>All facts and bytes of a file system as read, in the lines in which Fixtures/account.py tells what the kernel says of it.</summary>
internal static class KernelAccount
{
    public static string[] Of(IEvidenceSource files) =>
        [.. Enumerable.Range(0, files.Tree.Count).Select(n => (Path: files.Tree.PathOf(n), Node: n)).OrderBy(n => OrderKey(n.Path), StringComparer.Ordinal)
            .Select(n => Line(files, n.Node))];

    // account.py sorts whole paths, the root's without a slash.
    private static string OrderKey(EvidencePath path) => path.IsEmpty ? "" : "/" + System.Text.Encoding.Latin1.GetString(path.Bytes);

    private static string Line(IEvidenceSource files, int node)
    {
        EvidenceTree tree = files.Tree;
        EvidenceNode n = tree[node];
        NodeExtra extra = tree.Extra(node);
        bool isDevice = n.Kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        return string.Join('\t', Convert.ToHexStringLower(tree.PathOf(node).Bytes), Convert.ToString(Format(n.Kind) | n.Mode, 8), n.Uid, n.Gid,
            n.Kind == EntryKind.Directory ? extra.DirectorySize : n.Size, Time(extra.Accessed), Time(n.Modified), Time(extra.Changed), Birth(extra.Born),
            extra.Links, extra.Inode, isDevice ? $"{extra.DeviceMajor}:{extra.DeviceMinor}" : "-",
            n.Kind == EntryKind.Symlink ? Convert.ToHexStringLower(tree.LinkTarget(node)) : "-",
            n.Kind != EntryKind.File ? "-" : n.Size > 1 << 30 ? "-" : Hash(files, node),
            string.Join(' ', tree.Xattrs(node).Select(a => $"{a.Name}={Convert.ToHexStringLower(a.Value)}").Order(StringComparer.Ordinal)));
    }

    private static string Hash(IEvidenceSource files, int node)
    {
        using Stream stream = files.Open(node);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static int Format(EntryKind kind) => kind switch
    {
        EntryKind.Directory => 0x4000,
        EntryKind.Symlink => 0xA000,
        EntryKind.CharDevice => 0x2000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.Fifo => 0x1000,
        EntryKind.Socket => 0xC000,
        _ => 0x8000,
    };

    private static string Time(Timestamp? time) => time is { } t
        ? (((Int128)t.Seconds * 1_000_000_000) + t.Nanoseconds).ToString(CultureInfo.InvariantCulture) : "";

    private static string Birth(Timestamp? time) => time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.Seconds}{t.Nanoseconds:D9}") : "";
}
