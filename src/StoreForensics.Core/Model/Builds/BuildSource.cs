namespace StoreForensics.Model.Builds;

/// <summary>A file that told a builder what to do, as it was when it was read.</summary>
/// <param name="Name">Its name, as recorded.</param>
/// <param name="Bytes">All of it.</param>
public sealed record BuildSource(string Name, ReadOnlyMemory<byte> Bytes);
