namespace StoreForensics.Logs;

/// <summary>One line of a container's log; partial records are already joined.</summary>
/// <param name="Time">When the engine read the first part; null in raw logs, or when it is no time.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>; null where not recorded.</param>
/// <param name="Text">The bytes, with the line end if there was one; escape sequences kept.</param>
/// <param name="Offset">Byte offset of the record in its (uncompressed) file.</param>
/// <param name="Node">The log file's node.</param>
public sealed record LogLine(Primitives.Timestamp? Time, string? Stream, ReadOnlyMemory<byte> Text, long Offset, int Node);
