using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Ext4;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Ext4;

/// <inheritdoc/>
internal sealed class ReadExt4(IBlockSource blocks, string name, ProblemLog problems)
    : ReadFileSystem<Ext4FileSystem>(Ext4FileSystem.Open, blocks, name, problems)
{
    public override IReadOnlyList<string> Wrapping => ["ext"];

    protected override string NotAFile => Ext4Problems.NotAFile;
}
