using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Archives;

namespace StoreForensics.Stores;

/// <summary>
/// Archives that are files of an evidence: somebody saved images or a container there. Told by the first names in them, not by their own; each is opened where
/// it lies and its stores are read.
/// </summary>
internal sealed class StoreArchives(EvidenceFiles files, Inventory inventory)
{
    private const int MaxArchives = 1000;
    private const int MaxLooked = 200_000;

    /// <summary>Reads those that lie outside of the roots that were read, in the order of their bytes.</summary>
    /// <param name="read">The roots of the evidence.</param>
    /// <param name="path">The only file to read (<c>--root</c>); null: all.</param>
    /// <returns>The roots in them.</returns>
    public IReadOnlyList<EntryRef> Read(IReadOnlyList<int> read, string? path)
    {
        var roots = new List<EntryRef>();
        int opened = 0;
        foreach (int node in path is null ? Candidates(read) : Named(path))
        {
            if (!files.Problems.ContainOr(files.Origin(node), false, () => ArchiveGlance.IsOne(files, node)))
                continue;
            if (opened++ == MaxArchives)
            {
                files.Problems.Damage("SF-STORE-0013", files.Origin(node),
                    $"more than {MaxArchives} archives of images lie in the evidence; this and those after it are not read");
                break;
            }
            files.Problems.Contain(files.Origin(node), () => Read(node, roots));
        }
        return roots;
    }

    private void Read(int node, List<EntryRef> roots)
    {
        if (files.OpenTar(node) is not { } archive)
            return;
        EvidenceFiles inside = files.In(archive);
        foreach (StoreRoot root in StoreRoots.Find(archive.Tree))
        {
            if (root.Engine.Read(inside, root.Node, inventory))
                roots.Add(new EntryRef(archive, root.Node));
        }
    }

    private IEnumerable<int> Named(string path)
    {
        int node = files.Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path.Trim('/')));
        return node != EvidenceTree.None && files.Tree[node].Kind == EntryKind.File ? [node] : [];
    }

    private int[] Candidates(IReadOnlyList<int> read)
    {
        var found = new List<int>();
        HashSet<int> apart = [.. read.Where(r => !IsArchive(r)), .. Taken()];
        var stack = new Stack<int>(apart.Contains(EvidenceTree.Root) ? [] : [EvidenceTree.Root]);
        while (stack.TryPop(out int at) && found.Count < MaxLooked)
        {
            foreach (int child in files.Tree.Children(at))
            {
                if (apart.Contains(child))
                    continue;
                if (files.Tree[child].Kind.IsDirectory())
                    stack.Push(child);
                else if (ArchiveGlance.IsCandidate(files, child))
                    found.Add(child);
            }
        }
        return [.. found.OrderBy(n => files.Tree[n].DataOffset).ThenBy(n => n)];
    }

    // Trees of layers and volumes, and what is a layer or a blob already.
    private IEnumerable<int> Taken() =>
        inventory.Layers.Select(l => l.FilesAtHand).Where(f => f?.Source == files.Source).Select(f => f!.Root)
            .Concat(inventory.Volumes.Select(v => v.Files).Where(f => f?.Source == files.Source).Select(f => f!.Root))
            .Concat(inventory.Layers.Select(l => l.Tar?.File).OfType<EntryRef>().Concat(inventory.Blobs.Select(b => b.Entry))
                .Where(e => e.Source == files.Source).Select(e => e.Node));

    // Beside the images that a directory holds may lie other archives.
    private bool IsArchive(int root) => inventory.Stores.Where(s => s.Root == files.Origin(root)).All(s => !s.HasHostTimes);
}
