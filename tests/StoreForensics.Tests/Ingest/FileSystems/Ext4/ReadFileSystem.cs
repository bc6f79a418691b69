using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <summary>One file system by itself as an evidence: its own tree, its own bytes.</summary>
internal sealed class ReadFileSystem : IEvidenceSource
{
    private readonly IBlockSource _blocks;

    public ReadFileSystem(IBlockSource blocks, string name, ProblemLog problems)
    {
        (_blocks, Name) = (blocks, name);
        FileSystem = Ext4FileSystem.Open(blocks, problems, new Origin(name, default));
        var builder = new EvidenceTreeBuilder();
        FileSystem.AddTo(builder, EvidenceTree.Root, 0);
        Tree = builder.Seal();
    }

    public Ext4FileSystem FileSystem { get; }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping => ["ext"];

    public EvidenceTree Tree { get; }

    public Stream Open(int node) => Tree[node].DataOffset < 0
        ? throw new EvidenceFormatException(Ext4Problems.NotAFile, "no regular file")
        : FileSystem.Open(Tree[node].DataOffset);

    public void Dispose() => _blocks.Dispose();
}
