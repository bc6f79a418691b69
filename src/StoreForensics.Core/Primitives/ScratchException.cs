namespace StoreForensics.Primitives;

/// <summary>A temporary file cannot be written or read back: no fault of the evidence,
/// so nothing that reads a part of it goes on past this. Exit code 5.</summary>
public sealed class ScratchException(string message, Exception inner) : IOException(message, inner);
