namespace StoreForensics.Ingest.Recognition;

/// <summary>What was recognised.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The same for people. Of a file with its article: <c>a qcow2 disk image</c>;
/// of what is in a part of a disk without: <c>ext4</c>, <c>LUKS 2, encrypted</c>.</param>
internal readonly record struct Recognised(FormatKind Kind, string Words);
