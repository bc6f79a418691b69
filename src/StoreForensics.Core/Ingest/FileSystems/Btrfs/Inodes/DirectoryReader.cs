using System.Text;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Inodes;

/// <summary>Takes a name of a directory and the key that it leads to.</summary>
internal delegate void TakeName(Key location, ReadOnlySpan<byte> name);

/// <summary>Reads the names of a directory in the order in which they were made. Each stands a second time under its hash: where a part of the one list cannot
/// be read, the other has it. Damage becomes problems.</summary>
internal sealed class DirectoryReader(BtrfsVolume btrfs)
{
    public void Read(Subvolume subvolume, ulong directory, TakeName take)
    {
        bool isDamaged = false;
        Go(subvolume, directory, ItemType.DirectoryIndex, take, words =>
        {
            isDamaged = true;
            btrfs.Damage(BtrfsProblems.Node, $"inode {directory} of tree {subvolume.Id}: names of the directory may be missing: {words}");
        });
        if (!isDamaged)
            return;
        var known = new HashSet<string>();
        Go(subvolume, directory, ItemType.DirectoryIndex, (_, name) => known.Add(Encoding.Latin1.GetString(name)), _ => { });
        Go(subvolume, directory, ItemType.DirectoryHash, (location, name) =>
        {
            if (known.Add(Encoding.Latin1.GetString(name)))
                take(location, name);
        }, _ => { });
    }

    private static void Go(Subvolume subvolume, ulong directory, byte type, TakeName take, Action<string> damaged)
    {
        var first = new Key(directory, type, 0);
        foreach (Item item in subvolume.Items.Range(first, first with { Offset = ulong.MaxValue }, e => damaged(e.Message)))
        {
            var records = new NamedItems(item.Bytes);
            while (records.MoveNext())
                take(records.Location, records.Name);
            if (records.IsDamaged)
                damaged($"the record {item.Key} breaks off");
        }
    }
}
