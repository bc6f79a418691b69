using StoreForensics.Evidence;
using StoreForensics.Formats.Raft;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Swarm;

/// <summary>
/// The raft log of a manager, decrypted: <c>swarm/raft/wal-v3-encrypted/SEQUENCE-INDEX.wal</c> and <c>snap-v3-encrypted/TERM-INDEX.snap</c> (swarmkit
/// manager/state/raft/storage). Entries that a later leader overwrote are left out; those after the last that is known to be committed are told as such.
/// </summary>
internal sealed class RaftLog(EvidenceFiles files, SwarmKeys keys)
{
    // A swarm keeps 10,000 entries before a snapshot, and one more snapshot's worth.
    private const int MaxEntries = 1 << 20;

    private const int CommitField = 3; // raftpb.HardState

    private readonly List<(RaftEntry Entry, int File, long Offset)> _entries = [];
    private int _sealed;

    /// <summary>In order, each with where it stands.</summary>
    public IReadOnlyList<(RaftEntry Entry, int File, long Offset)> Entries => _entries;

    /// <summary>The newest that can be read; null when there is none.</summary>
    public (RaftSnapshot Snapshot, int File)? Newest { get; private set; }

    /// <summary>The last entry that the managers are known to have agreed on: those after it may have been taken back.</summary>
    public ulong Committed { get; private set; }

    /// <summary>What could not be decrypted.</summary>
    public int Sealed => _sealed;

    /// <param name="raft">The directory <c>swarm/raft</c>.</param>
    public void Read(int raft)
    {
        foreach (int file in Files(raft, "snap-v3-encrypted"u8, ".snap"u8))
            files.Problems.Contain(files.Origin(file), () => ReadSnapshot(file));
        foreach (int file in Files(raft, "wal-v3-encrypted"u8, ".wal"u8))
            files.Problems.Contain(files.Origin(file), () => ReadLog(file));
    }

    // Names are numbers in hexadecimal: byte order is theirs.
    private int[] Files(int raft, ReadOnlySpan<byte> directory, ReadOnlySpan<byte> ending)
    {
        var found = new List<int>();
        if (files.Directory(raft, directory) is not int node)
            return [];
        foreach (int child in files.Tree.Children(node))
        {
            if (files.Tree[child].Kind == EntryKind.File && files.Tree.Name(child).EndsWith(ending))
                found.Add(child);
        }
        return [.. found];
    }

    private void ReadSnapshot(int file)
    {
        if (files.ReadAll(file) is not { } bytes)
            return;
        if (RaftSnapshot.Parse(bytes) is not { } snapshot)
            files.Problems.Damage("SF-SWARM-0002", files.Origin(file), "the snapshot of the swarm's state is damaged");
        else if (Decrypted(snapshot.Data) is { } state)
            Newest = (snapshot with { Data = state }, file);
    }

    private void ReadLog(int file)
    {
        try
        {
            using StoredFile content = files.Open(file);
            foreach (WalRecord record in WalReader.Read(content, (what, offset) => files.Problems.Damage("SF-SWARM-0002", files.Origin(file, offset), what)))
            {
                if (record.Type == WalRecordType.Entry)
                    Add(record, file);
                else if (record.Type == WalRecordType.State)
                    Committed = Math.Max(Committed, SwarmFields.Number(record.Data, CommitField) ?? 0);
            }
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(file), "cannot be read: " + DisplayText.Escape(e.Message));
        }
    }

    private void Add(WalRecord record, int file)
    {
        if (RaftEntry.Parse(record.Data) is not { } entry)
        {
            files.Problems.Damage("SF-SWARM-0002", files.Origin(file, record.Offset), "an entry of the swarm's log is damaged");
            return;
        }
        // A leader that was not followed wrote what another then wrote otherwise.
        while (_entries.Count > 0 && _entries[^1].Entry.Index >= entry.Index)
            _entries.RemoveAt(_entries.Count - 1);
        if (_entries.Count == MaxEntries)
            return;
        if (entry is { IsChange: false, Data.Length: > 0 } && Decrypted(entry.Data) is { } data)
            _entries.Add((entry with { Data = data }, file, record.Offset));
        else
            _entries.Add((entry with { Data = [] }, file, record.Offset));
    }

    private byte[]? Decrypted(byte[] data)
    {
        if (SealedRecord.Parse(data) is { } record)
        {
            if (record.Algorithm == SealedRecord.Cipher.None)
                return record.Data;
            foreach (byte[] key in keys.Keys)
            {
                if (record.Open(key) is { } open)
                    return open;
            }
        }
        _sealed++;
        return null;
    }
}
