using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Stores.ContainersStorage;

/// <summary>
/// The other roots whose images a root uses: <c>additionalimagestores</c> and <c>imagestore</c> of <c>storage.conf</c> (containers-storage.conf(5)), of the
/// host and of the user whose root it is. Their layers lie there alone.
/// </summary>
internal static class AdditionalStores
{
    private const int MaxStores = 64;
    private const int MaxDepth = 64;
    private const int MaxBytes = 1 << 20;

    private static readonly string[] s_files = ["etc/containers/storage.conf", "usr/share/containers/storage.conf"];

    /// <summary>Their directories, in the order named, so far as they are in the evidence and are such roots. Settings that name the root itself are another
    /// root's.</summary>
    public static IReadOnlyList<int> Of(EvidenceFiles files, int root) => Named(files, root, out _);

    /// <summary>Whether settings of its host name the root as one whose images another uses.</summary>
    public static bool IsOne(EvidenceFiles files, int root)
    {
        Named(files, root, out bool isNamed);
        return isNamed;
    }

    private static List<int> Named(EvidenceFiles files, int root, out bool isNamed)
    {
        EvidenceTree tree = files.Tree;
        var found = new List<int>();
        int host = root;
        isNamed = false;
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            foreach (int settings in Settings(tree, host))
            {
                int[] named = [.. Paths(Text(files, settings)).Take(MaxStores).Select(p => tree.Find(host, Encoding.UTF8.GetBytes(p.Trim('/'))))];
                isNamed |= named.Contains(root);
                if (!named.Contains(root))
                    found.AddRange(named.Distinct().Where(s => s >= 0 && tree[s].Kind.IsDirectory() && StorageRoot.IsRoot(tree, s) && !found.Contains(s)));
            }
            if (host == EvidenceTree.Root)
                break;
            host = tree[host].Parent;
        }
        return found;
    }

    /// <summary>The paths that a settings file names: strings of the two keys, on one line or several.</summary>
    internal static IEnumerable<string> Paths(string settings)
    {
        bool isInside = false;
        foreach (string line in settings.Split('\n'))
        {
            ReadOnlySpan<char> rest = line.AsSpan().Trim();
            if (rest.IsEmpty || rest[0] == '#')
                continue;
            if (!isInside)
            {
                int equals = rest.IndexOf('=');
                if (equals < 0 || rest[..equals].Trim() is not ("additionalimagestores" or "imagestore"))
                    continue;
                rest = rest[(equals + 1)..].Trim();
                isInside = rest.StartsWith("[");
            }
            List<string> quoted = Quoted(rest, out bool isEnd);
            foreach (string path in quoted)
                yield return path;
            isInside &= !isEnd;
        }
    }

    private static List<string> Quoted(ReadOnlySpan<char> text, out bool isEnd)
    {
        var found = new List<string>();
        isEnd = false;
        while (!text.IsEmpty)
        {
            int at = text.IndexOfAny('"', '\'', ']');
            int comment = text.IndexOf('#');
            if (at < 0 || (comment >= 0 && comment < at))
                return found;
            if (text[at] == ']')
            {
                isEnd = true;
                return found;
            }
            int end = text[(at + 1)..].IndexOf(text[at]);
            if (end < 0)
                return found;
            found.Add(text.Slice(at + 1, end).ToString());
            text = text[(at + end + 2)..];
        }
        return found;
    }

    private static IEnumerable<int> Settings(EvidenceTree tree, int host) =>
        s_files.Append(".config/containers/storage.conf").Select(f => tree.Find(host, Encoding.UTF8.GetBytes(f)))
            .Where(n => n >= 0 && tree[n].Kind == EntryKind.File);

    private static string Text(EvidenceFiles files, int node) => files.ReadAll(node, MaxBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
}
