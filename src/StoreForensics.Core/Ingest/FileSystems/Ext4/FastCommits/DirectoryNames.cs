using System.Text;

namespace StoreForensics.Ingest.FileSystems.Ext4.FastCommits;

/// <summary>What fast commits did to the names of a directory. A name that is there already stays what it is, and one that means another inode is not removed
/// (Linux fs/ext4/namei.c, __ext4_link and __ext4_unlink during a replay).</summary>
internal sealed class DirectoryNames
{
    private readonly Dictionary<string, Change> _changes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public void Add(ReadOnlySpan<byte> name, uint inode)
    {
        Change change = ChangeOf(name);
        if (change.Added == 0)
            change.Added = inode;
    }

    public void Remove(ReadOnlySpan<byte> name, uint inode)
    {
        Change change = ChangeOf(name);
        if (change.Added != 0 && change.Added != inode)
            return;
        change.Added = 0;
        change.Removed.Add(inode);
    }

    /// <summary>Whether a name that the directory had is still there.</summary>
    public bool Keeps(ReadOnlySpan<byte> name, uint inode) =>
        !_changes.TryGetValue(Encoding.Latin1.GetString(name), out Change? change) || !change.Removed.Contains(inode);

    /// <summary>The names that were added, in their order, but those that the directory has already.</summary>
    /// <param name="kept">Names that it had and kept, as <see cref="Key"/> spells them.</param>
    public IEnumerable<(byte[] Name, uint Inode)> Added(HashSet<string> kept) =>
        _order.Where(n => _changes[n].Added != 0 && !kept.Contains(n)).Select(n => (Encoding.Latin1.GetBytes(n), _changes[n].Added));

    /// <summary>A name as a key: a character a byte.</summary>
    public static string Key(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    private Change ChangeOf(ReadOnlySpan<byte> name)
    {
        string key = Key(name);
        if (_changes.TryGetValue(key, out Change? known))
            return known;
        _order.Add(key);
        return _changes[key] = new Change();
    }

    private sealed class Change
    {
        /// <summary>The inode that the name was given to; 0: none.</summary>
        public uint Added { get; set; }

        public HashSet<uint> Removed { get; } = [];
    }
}
