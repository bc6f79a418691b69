using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// Hard links whose target had not come yet. A true archive has the target first; links to what comes later, to each other or to nothing are settled once
/// all names are known. What leads nowhere stays a file without data.
/// </summary>
internal sealed class PendingLinks(ArchiveLog log)
{
    private const long MaxTargetBytes = 64 << 20;

    private readonly Dictionary<int, Link> _links = [];
    private long _targetBytes;

    /// <summary>Whether a node has its final facts.</summary>
    public bool IsSettled(int node) => !_links.ContainsKey(node);

    public void Add(int node, TarMember member)
    {
        _targetBytes += member.Target.Length;
        byte[] target = _targetBytes <= MaxTargetBytes ? member.Target.ToArray() : [];
        _links[node] = new Link(TarPath.Relative(member.Name).ToArray(), target, member.HeaderOffset, member.Metadata.DataOffset >= 0);
    }

    /// <summary>Another entry took the node's name.</summary>
    public void Forget(int node) => _links.Remove(node);

    public void Settle(EvidenceTreeBuilder builder)
    {
        var chain = new List<(int Node, Link Link)>();
        var open = new HashSet<int>();
        foreach (int node in _links.Keys.Order().ToArray())
        {
            chain.Clear();
            int at = node;
            while (_links.Remove(at, out Link? link))
            {
                chain.Add((at, link));
                open.Add(at);
                at = FindFile(builder, link.Target);
            }
            // An open node is one that leads nowhere, or in a circle through this very chain.
            Unwind(builder, chain, open, at != EvidenceTree.None && !open.Contains(at) ? at : EvidenceTree.None);
        }
    }

    // From the end that leads somewhere (or is None) back to the start.
    private void Unwind(EvidenceTreeBuilder builder, List<(int Node, Link Link)> chain, HashSet<int> open, int file)
    {
        for (int i = chain.Count - 1; i >= 0; i--)
        {
            (int node, Link link) = chain[i];
            if (file != EvidenceTree.None)
                builder.Link(node, file);
            else if (link.HasData)
                file = node;
            else
                LeaveWithoutBytes(builder, node, link);
            if (file != EvidenceTree.None)
                open.Remove(node);
        }
    }

    private static int FindFile(EvidenceTreeBuilder builder, byte[] target)
    {
        int found = builder.Find(target);
        return found != EvidenceTree.None && builder[found].Kind.IsDirectory() ? EvidenceTree.None : found;
    }

    private void LeaveWithoutBytes(EvidenceTreeBuilder builder, int node, Link link)
    {
        builder.MarkWithoutBytes(node);
        string target = DisplayText.Escape(link.Target.AsSpan(0, Math.Min(link.Target.Length, 4096)));
        log.Of(ArchiveProblems.LinkWithoutTarget, ProblemSeverity.Warning, link.Name, link.At,
            $"A hard link to {target}, which is not in the archive, is no file, or leads back here: its bytes are missing.");
    }

    private sealed record Link(byte[] Name, byte[] Target, long At, bool HasData);
}
