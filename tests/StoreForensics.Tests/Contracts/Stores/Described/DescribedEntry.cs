using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>An entry of a layer or volume with all its facts.</summary>
internal sealed record DescribedEntry
{
    /// <summary>From the root of what it is in, with a leading slash.</summary>
    public required string Path { get; init; }

    public required EntryKind Kind { get; init; }

    public required ushort Mode { get; init; }

    public required Timestamp Modified { get; init; }

    public uint Uid { get; init; }

    public uint Gid { get; init; }

    /// <summary>Of a file, ASCII.</summary>
    public string Content { get; init; } = "";

    /// <summary>Of a symlink.</summary>
    public string Target { get; init; } = "";

    /// <summary>The path in the same layer whose file this is another name of.</summary>
    public string? LinkOf { get; init; }

    /// <summary>A directory that was deleted and made anew: of what the layers below have in it nothing is left.</summary>
    public bool IsReplaced { get; init; }

    public long Size => Kind == EntryKind.Symlink ? Target.Length : Content.Length;

    public EntryMetadata Facts => new()
    {
        Kind = Kind,
        Mode = Mode,
        Uid = Uid,
        Gid = Gid,
        Size = Size,
        Modified = Modified,
        HasFraction = true,
        LinkTarget = Kind == EntryKind.Symlink ? Encoding.ASCII.GetBytes(Target) : null,
    };

    public static DescribedEntry Directory(string path, Timestamp modified, string mode = "755", uint owner = 0) =>
        new() { Path = path, Kind = EntryKind.Directory, Mode = Octal(mode), Modified = modified, Uid = owner, Gid = owner };

    public static DescribedEntry File(string path, string content, Timestamp modified, string mode = "644", uint owner = 0) =>
        new() { Path = path, Kind = EntryKind.File, Mode = Octal(mode), Modified = modified, Content = content, Uid = owner, Gid = owner };

    public static DescribedEntry Symlink(string path, string target, Timestamp modified) =>
        new() { Path = path, Kind = EntryKind.Symlink, Mode = Octal("777"), Modified = modified, Target = target };

    /// <summary>Another name of this file.</summary>
    public DescribedEntry As(string path) => this with { Path = path, LinkOf = Path };

    private static ushort Octal(string mode) => Convert.ToUInt16(mode, 8);
}
