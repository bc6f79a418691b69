using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>Where the bytes of an archive's members are read again.</summary>
internal abstract class TarContent : IDisposable
{
    /// <summary>The archive's bytes of that range. A range that ends past the archive gives what there is and then throws.</summary>
    public abstract Stream Open(long offset, long length);

    public virtual void Dispose()
    {
    }
}

/// <summary>The archive lies plain in something that can seek: every stream reads on its own.</summary>
internal sealed class SeekableContent(Func<Stream> open) : TarContent
{
    public override Stream Open(long offset, long length) => new SubStream(open(), offset, length);
}

/// <summary>The archive came through a pipe: only what was kept can be read.</summary>
internal sealed class GoneContent : TarContent
{
    public override Stream Open(long offset, long length) => throw new EvidenceFormatException(
        ArchiveProblems.NotKept, "its bytes went by on standard input and were not among those kept; give the archive as a file", offset);
}
