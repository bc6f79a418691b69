using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>What tells of a layer's tar as it was when the layer was stored: a tar-split, or the tar itself.</summary>
/// <param name="problems">Told of damage.</param>
/// <param name="origin">The file.</param>
internal abstract class TarRecordReader(ProblemLog problems, Origin origin)
{
    /// <summary>What it is, in words.</summary>
    public abstract string Words { get; }

    /// <summary>Whether everything was read and nothing is missing; meaningful once <see cref="Read"/> has ended.</summary>
    public bool IsWhole { get; private protected set; } = true;

    public Origin Origin => origin;

    public ProblemLog Problems => problems;

    /// <summary>All entries in their order. To be enumerated once: it reads the stream.</summary>
    public abstract IEnumerable<TarSplitEntry> Read();

    /// <summary>The reader of a file.</summary>
    /// <param name="plain">Its bytes, unpacked. Not disposed.</param>
    /// <param name="isTar">Whether it is the tar itself.</param>
    /// <param name="problems">Told of damage.</param>
    /// <param name="origin">The file.</param>
    public static TarRecordReader Of(Stream plain, bool isTar, ProblemLog problems, Origin origin) =>
        isTar ? new LayerTarReader(plain, problems, origin) : new TarSplitReader(plain, problems, origin);
}
