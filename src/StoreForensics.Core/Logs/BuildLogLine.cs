using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>Something that a step of a build wrote.</summary>
/// <param name="Vertex">The digest of the step's vertex.</param>
/// <param name="Time">When the builder read it; null when not recorded.</param>
/// <param name="Stream">1 is standard output, 2 standard error.</param>
/// <param name="Text">The bytes, line ends and escape sequences kept.</param>
public sealed record BuildLogLine(string Vertex, Timestamp? Time, int Stream, ReadOnlyMemory<byte> Text);
