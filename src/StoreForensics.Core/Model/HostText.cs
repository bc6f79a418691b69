using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A text of a host's file, as the bytes that stand there.</summary>
/// <param name="Bytes">Without the line end. Neither decoded nor escaped.</param>
/// <param name="Origin">Where it stands; the offset is null where the whole file is meant or where the file is compressed.</param>
/// <param name="Line">The line's number in its file, from 1; null where it is not a line of a file.</param>
public sealed record HostText(ReadOnlyMemory<byte> Bytes, Origin Origin, int? Line = null)
{
    /// <summary>When a shell says that the command was entered, whole seconds; null where the file does not say.</summary>
    public Timestamp? Time { get; init; }

    /// <summary>For people: see <see cref="DisplayText"/>.</summary>
    public override string ToString() => DisplayText.Escape(Bytes.Span);
}
