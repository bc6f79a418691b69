using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline;

/// <summary>
/// One event as it is sorted and spilled: fixed size, no references. What a tree node says is not repeated here; what it cannot say is in the payload.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct EventRecord
{
    public long Seconds;
    public int Nanoseconds;

    /// <summary>Subject, see <see cref="EventSubject"/>.</summary>
    public int Subject;

    /// <summary>Node of the entry the event is about; -1 when there is none.</summary>
    public int Node;

    /// <summary>Node that the path is relative to (the root of a layer or volume); -1 when the path is in the payload.</summary>
    public int PathRoot;

    /// <summary>Offset of the payload in its run's payload block, and its length; 0 when none.</summary>
    public int PayloadOffset;
    public int PayloadLength;

    /// <summary>Index of the evidence source.</summary>
    public ushort Source;

    /// <summary>Index into the table of time meanings.</summary>
    public ushort Meaning;
    public EventTags Tags;
    public EventType Type;

    /// <summary><c>A</c>, <c>C</c>, <c>D</c> or 0.</summary>
    public byte Change;

    public readonly Timestamp Time => new(Seconds, Nanoseconds);
}
