using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>The stretches that a deleted file had when its inode was last seen.</summary>
internal sealed class OldContent
{
    private readonly List<(Key Key, byte[] Data, FileExtent Extent)> _extents = [];
    private readonly HashSet<Key> _lost = [];

    private OldContent(OldFile file) => File = file;

    public OldFile File { get; }

    /// <summary>Whether they are all that the inode counted (<c>nbytes</c>), and none lies over another.</summary>
    public bool IsWhole { get; private set; }

    public IReadOnlyList<(Key Key, byte[] Data, FileExtent Extent)> Extents => _extents;

    /// <summary>How many of them are lost.</summary>
    public int Lost => _lost.Count;

    /// <summary>How many neither a checksum proves nor something else got.</summary>
    public int Unproven { get; set; }

    /// <summary>Null for what has no copy of its inode.</summary>
    public static OldContent? Of(OldFile file)
    {
        if (file.Alive is not { } alive)
            return null;
        var content = new OldContent(file);
        // Those of the inode's own time first: an older one counts only where there is no newer.
        foreach ((_, _, Key key, byte[] data) in file.Extents.Where(e => e.Generation <= alive.Generation).OrderByDescending(e => e.Leaf == alive.Leaf)
            .ThenByDescending(e => e.Generation).ThenBy(e => e.Key))
        {
            if (content.Bytes == ((ReadOnlySpan<byte>)alive.Bytes).U64(24))
                break;
            if (Parse(key, data) is { } extent && !content._extents.Any(e => e.Extent.Start < extent.End && extent.Start < e.Extent.End))
                content._extents.Add((key, data, extent));
        }
        content.IsWhole = content.Bytes == ((ReadOnlySpan<byte>)alive.Bytes).U64(24);
        return content;
    }

    public void Lose(Key key) => _lost.Add(key);

    /// <summary>What is left, to be read like a file that is there.</summary>
    public Subvolume Left() =>
        new(File.Tree, new ItemList(_extents.Where(e => !_lost.Contains(e.Key)).Select(e => new Item(e.Key, e.Data))));

    private ulong Bytes => (ulong)_extents.Sum(e => e.Extent.IsHole ? 0 : e.Extent.Length);

    private static FileExtent? Parse(Key key, byte[] data)
    {
        try
        {
            return FileExtent.Parse(key.Offset, data);
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }
}
