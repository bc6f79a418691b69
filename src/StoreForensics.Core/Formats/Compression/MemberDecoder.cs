namespace StoreForensics.Formats.Compression;

/// <summary>Decodes one compression format. Formats allow one compressed stream after another; the bytes of all of them are given as one.</summary>
internal abstract class MemberDecoder(CompressedInput input) : IDisposable
{
    /// <summary>Most bytes decoded in one call. A package that meets a fault throws away what the same call had decoded before it.</summary>
    public virtual int StepBytes => 4 * 1024;

    /// <summary>After the end: whether bytes follow that belong to no compressed stream.</summary>
    public bool HasTrailingBytes { get; protected set; }

    protected CompressedInput Input { get; } = input;

    /// <summary>Decoded bytes; 0 at the end. Throws anything at a fault, whatever the package used throws.</summary>
    public abstract int Read(Span<byte> buffer);

    public virtual void Dispose()
    {
    }

    protected static bool IsZeros(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
