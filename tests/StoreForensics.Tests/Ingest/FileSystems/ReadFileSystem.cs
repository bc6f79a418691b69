using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>One file system by itself as an evidence: its own tree, its own bytes.</summary>
internal abstract class ReadFileSystem<T> : IEvidenceSource
    where T : IFileSystem
{
    private readonly IBlockSource _blocks;

    /// <param name="open">Opens it on the blocks.</param>
    /// <param name="blocks">Disposed with it.</param>
    /// <param name="name">Of the evidence.</param>
    /// <param name="problems">Takes its problems.</param>
    protected ReadFileSystem(Func<IBlockSource, ProblemLog, Origin, T> open, IBlockSource blocks, string name, ProblemLog problems)
    {
        (_blocks, Name) = (blocks, name);
        FileSystem = open(blocks, problems, new Origin(name, default));
        var builder = new EvidenceTreeBuilder();
        FileSystem.AddTo(builder, EvidenceTree.Root, 0);
        Tree = builder.Seal();
    }

    public T FileSystem { get; }

    public string Name { get; }

    public abstract IReadOnlyList<string> Wrapping { get; }

    public EvidenceTree Tree { get; }

    /// <summary>The code for what has no bytes.</summary>
    protected abstract string NotAFile { get; }

    public Stream Open(int node) => Tree[node].DataOffset < 0
        ? throw new EvidenceFormatException(NotAFile, "no regular file")
        : FileSystem.Open(ContentHandle.Of(Tree[node].DataOffset).Content);

    public int Find(string path) => Tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(path));

    public ulong Inode(string path) => Tree.Extra(Find(path)).Inode;

    public byte[] Bytes(string path)
    {
        using Stream stream = Open(Find(path));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _blocks.Dispose();
}
