using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// A directory tree with metadata, read-only, whatever wraps it. No verb writes. No symlink is followed by anyone.
/// </summary>
public interface IEvidenceSource : IDisposable
{
    /// <summary>The evidence as the user named it.</summary>
    string Name { get; }

    /// <summary>What was opened, outermost first: <c>gzip</c>, <c>tar</c>; or <c>directory</c>.</summary>
    IReadOnlyList<string> Wrapping { get; }

    /// <summary>All names. Complete before any is handed out.</summary>
    EvidenceTree Tree { get; }

    /// <summary>Whether origins should name the inode beside the path, as those of a disk image do.</summary>
    bool NamesInodes => false;

    /// <summary>What origins begin with, before the path in <see cref="Tree"/>; empty save for what lies in a file of another source.</summary>
    ReadOnlyMemory<byte> OriginPrefix => default;

    /// <summary>Where an entry stands, for reports and problems; with a byte offset in it, or null for the whole.</summary>
    Origin Origin(int node, long? offset = null) =>
        new(Name, OriginPrefix.IsEmpty ? Tree.PathOf(node) : new EvidencePath((byte[])[.. OriginPrefix.Span, .. Tree.PathOf(node).Bytes]), offset);

    /// <summary>
    /// The bytes of a regular file; other kinds throw. Never follows a link; hard links give their target's bytes.
    /// The stream is forward-only unless it says otherwise, and may hold a lock on the source: read it and dispose it before opening another.
    /// </summary>
    /// <exception cref="EvidenceFormatException">Unreadable, not a regular file, or its data is not in the evidence.</exception>
    Stream Open(int node);
}

/// <summary>
/// Which files' bytes a compressed wrapping should set aside while it is read once, so that they need no second pass. Path relative to the evidence's root,
/// without a leading slash; size in bytes.
/// </summary>
public delegate bool ContentPolicy(ReadOnlySpan<byte> path, long sizeBytes);
