using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <summary>One file system by itself as an evidence: its own tree, its own bytes.</summary>
internal sealed class ReadBtrfs : IEvidenceSource
{
    private readonly IBlockSource _blocks;

    public ReadBtrfs(IBlockSource blocks, string name, ProblemLog problems)
    {
        (_blocks, Name) = (blocks, name);
        FileSystem = BtrfsFileSystem.Open(blocks, problems, new Origin(name, default));
        var builder = new EvidenceTreeBuilder();
        FileSystem.AddTo(builder, EvidenceTree.Root, 0);
        Tree = builder.Seal();
    }

    public BtrfsFileSystem FileSystem { get; }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping => ["btrfs"];

    public EvidenceTree Tree { get; }

    public Stream Open(int node) => Tree[node].DataOffset < 0
        ? throw new EvidenceFormatException(BtrfsProblems.NotAFile, "no regular file")
        : FileSystem.Open(ContentHandle.Of(Tree[node].DataOffset).Content);

    public int Find(string path) => Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(path));

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
