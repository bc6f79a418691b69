using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Xfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Xfs;

/// <inheritdoc/>
internal sealed class ReadXfs(IBlockSource blocks, string name, ProblemLog problems)
    : ReadFileSystem<XfsFileSystem>(XfsFileSystem.Open, blocks, name, problems)
{
    public override IReadOnlyList<string> Wrapping => ["xfs"];

    protected override string NotAFile => XfsProblems.NotAFile;
}
