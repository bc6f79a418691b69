using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>
/// States of directories, to tell when a name was removed: a directory counts its changes (<c>sequence</c>), and its size is twice the bytes of its names.
/// Where every change since is known, and one alone took the bytes of that name, the directory's time is that of the removal.
/// </summary>
internal sealed class OldDirectories(LiveTrees live)
{
    private const int MostStates = 1 << 20;

    private readonly Dictionary<(ulong Tree, ulong Inode), List<State>> _states = [];
    private int _count;

    public void Take(ulong tree, ulong number, ulong generation, ReadOnlySpan<byte> bytes)
    {
        if (_count >= MostStates || (bytes.U32(52) & 0xF000) != 0x4000)
            return;
        if (!_states.TryGetValue((tree, number), out List<State>? list))
            _states[(tree, number)] = list = [];
        list.Add(StateOf(generation, number, bytes));
        _count++;
    }

    /// <summary>When a name was removed, as its directory was left then; null where that cannot be told of it alone.</summary>
    public Timestamp? Removed(ulong tree, OldName name)
    {
        if (!_states.TryGetValue((tree, name.Directory), out List<State>? old))
            return null;
        State[] states = [.. old.Concat(Now(tree, name.Directory)).OrderBy(s => s.Sequence).ThenBy(s => s.Generation)];
        int first = Array.FindLastIndex(states, s => s.Generation < name.Generation); // a leaf may have been written in the middle of a transaction
        Timestamp? found = null;
        for (int i = first + 1; first >= 0 && i < states.Length; i++)
        {
            State before = states[i - 1], after = states[i];
            // A change that is not known may have been the one.
            if (after.Sequence - before.Sequence > 1)
                return null;
            if (after.Sequence == before.Sequence || before.Size - after.Size != name.Name.Length * 2L)
                continue;
            if (found is not null)
                return null; // that of another name as long
            found = after.Modified;
        }
        return found;
    }

    /// <summary>When the directory was changed last, if it is there: by then the name was gone.</summary>
    public Timestamp? GoneBy(ulong tree, OldName name) => Now(tree, name.Directory) is [{ } now] ? now.Modified : null;

    private State[] Now(ulong tree, ulong directory)
    {
        try
        {
            return live.Subvolume(tree)?.Items.Get(new Trees.Key(directory, ItemType.Inode, 0)) is { } item && item.Data.Length >= BtrfsLayout.InodeBytes
                ? [StateOf(ulong.MaxValue, directory, item.Bytes)] : [];
        }
        catch (EvidenceFormatException)
        {
            return [];
        }
    }

    private static State StateOf(ulong generation, ulong number, ReadOnlySpan<byte> bytes)
    {
        var inode = new Inode(number, bytes[..BtrfsLayout.InodeBytes].ToArray());
        return new State(generation, bytes.U64(72), inode.Size, inode.Modified);
    }

    private sealed record State(ulong Generation, ulong Sequence, long Size, Timestamp Modified);
}
