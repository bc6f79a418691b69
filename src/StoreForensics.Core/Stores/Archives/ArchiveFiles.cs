using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Archives;

/// <summary>The files of one archive of images, found by the names that its records use. Symbolic links are followed within the archive alone.</summary>
internal sealed class ArchiveFiles(EvidenceFiles files, int root)
{
    private const int MaxHops = 32;
    private const int MaxDocumentBytes = 8 << 20;

    public EvidenceFiles Files => files;

    public int Root => root;

    public EvidenceTree Tree => files.Tree;

    public ProblemLog Problems => files.Problems;

    public Origin Origin => files.Origin(root);

    /// <summary>The regular file of that path, with links on the way followed; null when there is none, or when a link leads out of the archive.</summary>
    public int? Find(string path)
    {
        int hops = 0;
        return Walk(root, Encoding.UTF8.GetBytes(path), ref hops) is int node && Tree[node].Kind == EntryKind.File ? node : null;
    }

    /// <summary>A file that is a JSON object; null when it is not there or, after a problem, none.</summary>
    public JsonView? Document(int? node) =>
        node is int file && files.ReadAll(file, MaxDocumentBytes) is { } bytes ? JsonFile.Object(bytes, files.Origin(file), Problems) : null;

    /// <summary>All bytes of a file of records; null after a problem.</summary>
    public byte[]? Bytes(int node) => files.ReadAll(node, MaxDocumentBytes);

    private int? Walk(int directory, ReadOnlySpan<byte> path, ref int hops)
    {
        int at = directory;
        while (!path.IsEmpty)
        {
            int slash = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
            path = slash < 0 ? default : path[(slash + 1)..];
            if (Step(at, name, ref hops) is not int next)
                return null;
            at = next;
        }
        return at;
    }

    private int? Step(int at, ReadOnlySpan<byte> name, ref int hops)
    {
        if (name.IsEmpty || name.SequenceEqual("."u8))
            return at;
        if (name.SequenceEqual(".."u8))
            return at == root ? null : Tree[at].Parent;
        int child = Tree.Child(at, name);
        if (child == EvidenceTree.None)
            return null;
        if (Tree[child].Kind != EntryKind.Symlink)
            return child;
        ReadOnlySpan<byte> target = Tree.LinkTarget(child);
        return ++hops > MaxHops || target.StartsWith("/"u8) ? null : Walk(at, target, ref hops);
    }
}
