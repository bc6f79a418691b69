namespace SampleRecipes.Archive;

/// <summary>One name in a data root. Paths are relative to it; see <see cref="RawText"/> for names that are not UTF-8.</summary>
internal sealed record Node
{
    public required string Path { get; init; }
    public required NodeKind Kind { get; init; }
    public required int Mode { get; init; }
    public required Stamp Modified { get; init; }
    public int Uid { get; init; }
    public int Gid { get; init; }
    public byte[] Content { get; init; } = [];

    /// <summary>A symbolic link's text as it is, or the path (relative to the data root) that a hard link shares its inode with.</summary>
    public string LinkTarget { get; init; } = "";

    public int DeviceMajor { get; init; }
    public int DeviceMinor { get; init; }
}
