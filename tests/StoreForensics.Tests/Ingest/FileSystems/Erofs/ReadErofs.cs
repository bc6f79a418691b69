using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Ingest.FileSystems.Erofs;

/// <inheritdoc/>
internal sealed class ReadErofs(IBlockSource blocks, string name, ProblemLog problems)
    : ReadFileSystem<ErofsFileSystem>(ErofsFileSystem.Open, blocks, name, problems)
{
    public override IReadOnlyList<string> Wrapping => ["erofs"];

    protected override string NotAFile => ErofsProblems.NotAFile;

    public static ReadErofs Of(byte[] image, ProblemLog problems) => new(new MemoryBlocks(image), "image", problems);
}
