using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Stores;

/// <summary>
/// The user namespace of a rootless engine: 0 in a container is the user who owns the data root, 1 and up are the user's subordinate ids, line by line
/// (subuid(5), subgid(5); rootlesskit v2 pkg/parent/idtools, newuidmap(1)).
/// </summary>
internal sealed class RootlessUsers(EvidenceFiles files, int root)
{
    private const int LargestFile = 256 << 10;
    private const int MaxRanges = 340; // as many lines as the kernel takes in a map

    /// <summary>Null for an engine that ran as root, and where the evidence does not say which ids were mapped (a note then).</summary>
    public UserNamespace? Read()
    {
        ref readonly EvidenceNode directory = ref files.Tree[root];
        if (directory.Kind != EntryKind.Directory || directory.Uid == 0)
            return null;
        (uint uid, uint gid) = (directory.Uid, directory.Gid);
        string? user = UserName(uid);
        if (Map("etc/subuid"u8, uid, uid, user) is { } uids && Map("etc/subgid"u8, gid, uid, user) is { } gids)
            return new UserNamespace(uids, gids);
        if (Home() is not null)
            files.Problems.Note("SF-STORE-0012", files.Origin(root),
                $"a rootless store of uid {uid}; no range for it in etc/subuid and etc/subgid of the evidence: owners are shown as on disk");
        return null;
    }

    private IdMap? Map(ReadOnlySpan<byte> path, uint own, uint uid, string? user)
    {
        if (Above(path) is not int node || files.Tree[node].Size > LargestFile || files.ReadAll(node) is not { } bytes)
            return null;
        var ranges = new List<IdRange> { new(0, own, 1) };
        uint next = 1;
        foreach (string line in Encoding.Latin1.GetString(bytes).Split('\n'))
        {
            string[] fields = line.TrimEnd('\r').Split(':');
            if (fields.Length != 3 || !IsOf(fields[0], uid, user) || Id(fields[1]) is not uint first || Id(fields[2]) is not uint count || count == 0)
                continue;
            if (ranges.Count == MaxRanges || uint.MaxValue - next < count)
                break;
            ranges.Add(new IdRange(next, first, count));
            next += count;
        }
        return ranges.Count > 1 ? new IdMap(ranges) : null;
    }

    private static bool IsOf(string owner, uint uid, string? user) => owner == user || owner == uid.ToString(CultureInfo.InvariantCulture);

    // Where the evidence has no etc/passwd, the user is named by the home directory that the store lies in.
    private string? UserName(uint uid)
    {
        if (Above("etc/passwd"u8) is int node && files.Tree[node].Size <= LargestFile && files.ReadAll(node) is { } bytes)
        {
            foreach (string line in Encoding.Latin1.GetString(bytes).Split('\n'))
            {
                string[] fields = line.Split(':');
                if (fields.Length > 2 && Id(fields[2]) == uid)
                    return fields[0];
            }
        }
        return Home();
    }

    // NAME/.local/share/…
    private string? Home()
    {
        EvidenceTree tree = files.Tree;
        for (int at = root; at != EvidenceTree.Root; at = tree[at].Parent)
        {
            int local = tree[at].Parent;
            if (tree.Name(at).SequenceEqual("share"u8) && local != EvidenceTree.Root && tree.Name(local).SequenceEqual(".local"u8))
                return tree[local].Parent is var home && home != EvidenceTree.Root ? Encoding.Latin1.GetString(tree.Name(home)) : null;
        }
        return null;
    }

    private int? Above(ReadOnlySpan<byte> path)
    {
        for (int at = root; at != EvidenceTree.Root;)
        {
            at = files.Tree[at].Parent;
            if (files.Tree.Find(at, path) is var node && node != EvidenceTree.None && files.Tree[node].Kind == EntryKind.File)
                return node;
        }
        return null;
    }

    private static uint? Id(string digits) => uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : null;
}
