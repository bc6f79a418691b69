using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Btrfs;

/// <inheritdoc/>
internal sealed class ReadBtrfs(IBlockSource blocks, string name, ProblemLog problems)
    : ReadFileSystem<BtrfsFileSystem>(BtrfsFileSystem.Open, blocks, name, problems)
{
    public override IReadOnlyList<string> Wrapping => ["btrfs"];

    protected override string NotAFile => BtrfsProblems.NotAFile;
}
