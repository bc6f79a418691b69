using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// One row of the timeline. An enumerator refills one instance for every row: take what you need before moving on; the byte memories
/// are valid until then. Null, and empty memory, is "unknown or not applicable".
/// </summary>
public sealed class TimelineEvent
{
    public Timestamp Time { get; internal set; }

    public EventType Type { get; internal set; }

    /// <summary>Which time it is, in words (the column <c>timestamp_desc</c>).</summary>
    public string TimeMeaning { get; internal set; } = "";

    public EventSubject Subject { get; internal set; } = null!;

    /// <summary>
    /// One sentence for people. UTF-8; text from the evidence in it is raw and hostile: each writer escapes for its own format.
    /// </summary>
    public ReadOnlyMemory<byte> Message { get; internal set; }

    /// <summary>Absolute path inside the layer or volume; bytes as found.</summary>
    public ReadOnlyMemory<byte> Path { get; internal set; }

    /// <summary><c>A</c>, <c>C</c>, <c>D</c>, or null.</summary>
    public char? Change { get; internal set; }

    /// <summary>What the path is; null for events without one.</summary>
    public EntryKind? Kind { get; internal set; }

    /// <summary>12 bits.</summary>
    public int? Mode { get; internal set; }

    public long? Uid { get; internal set; }

    public long? Gid { get; internal set; }

    /// <summary>Bytes of a file, length of a link's target; null for the rest.</summary>
    public long? Size { get; internal set; }

    public ReadOnlyMemory<byte> LinkTarget { get; internal set; }

    /// <summary>32 bytes, or empty when not computed.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; internal set; }

    /// <summary>Inode number where the wrapping has it, else 0 (bodyfile).</summary>
    public ulong Inode { get; internal set; }

    /// <summary>Of what was deleted and recovered; null for the rest.</summary>
    public Recovery? Recovery { get; internal set; }

    /// <summary>Comma-joined, in byte order; empty when none.</summary>
    public string Tag { get; internal set; } = "";

    /// <summary>Where the fact stands in the evidence: path bytes.</summary>
    public ReadOnlyMemory<byte> Origin { get; internal set; }
}
