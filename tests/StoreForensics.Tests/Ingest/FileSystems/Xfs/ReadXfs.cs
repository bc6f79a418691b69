using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Ingest.FileSystems.Xfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <summary>One file system by itself as an evidence: its own tree, its own bytes.</summary>
internal sealed class ReadXfs : IEvidenceSource
{
    private readonly IBlockSource _blocks;

    public ReadXfs(IBlockSource blocks, string name, ProblemLog problems)
    {
        (_blocks, Name) = (blocks, name);
        FileSystem = XfsFileSystem.Open(blocks, problems, new Origin(name, default));
        var builder = new EvidenceTreeBuilder();
        FileSystem.AddTo(builder, EvidenceTree.Root, 0);
        Tree = builder.Seal();
    }

    public XfsFileSystem FileSystem { get; }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping => ["xfs"];

    public EvidenceTree Tree { get; }

    public Stream Open(int node) => Tree[node].DataOffset < 0
        ? throw new EvidenceFormatException(XfsProblems.NotAFile, "no regular file")
        : FileSystem.Open(ContentHandle.Of(Tree[node].DataOffset).Content);

    public void Dispose() => _blocks.Dispose();
}
