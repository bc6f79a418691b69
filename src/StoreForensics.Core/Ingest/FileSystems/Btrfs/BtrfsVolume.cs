using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Log;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Btrfs;

/// <summary>One file system: its chunks, its tree of trees, its subvolumes. Thread-safe.</summary>
internal sealed class BtrfsVolume
{
    private readonly ProblemLog _problems;
    private readonly Origin _origin;

    private BtrfsVolume(SuperBlock super, ChunkMap chunks, ProblemLog problems, Origin origin)
    {
        (Super, Chunks, _problems, _origin) = (super, chunks, problems, origin);
        Blocks = new TreeBlocks(chunks, super, problems, origin);
        Roots = new Tree(Blocks, super.RootTree);
        Logs = new SubvolumeLogs(this);
        Subvolumes = new Subvolumes(Blocks, Roots, Logs);
    }

    public SuperBlock Super { get; }

    public ChunkMap Chunks { get; }

    public TreeBlocks Blocks { get; }

    /// <summary>The tree of trees.</summary>
    public Tree Roots { get; }

    public SubvolumeLogs Logs { get; }

    public Subvolumes Subvolumes { get; }

    /// <param name="blocks">The device; stays open.</param>
    /// <param name="super">Its superblock.</param>
    /// <param name="problems">Takes damage.</param>
    /// <param name="origin">The device in the evidence.</param>
    public static BtrfsVolume Open(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
    {
        var volume = new BtrfsVolume(super, new ChunkMap(blocks, super.DeviceId), problems, origin);
        volume.AddSystemChunks();
        var first = new Key(BtrfsLayout.ChunkObject, ItemType.Chunk, 0);
        foreach (Item item in new Tree(volume.Blocks, super.ChunkTree).Range(first, first with { Offset = ulong.MaxValue }, e => volume.Damage(e)))
            volume.Add(item.Key.Offset, item.Bytes);
        volume.TellMissing();
        return volume;
    }

    /// <inheritdoc cref="ProblemLog.DamageTold"/>
    public long DamageTold => _problems.DamageTold;

    /// <summary>Tells of damage.</summary>
    public void Damage(string code, string message, long? offset = null) => _problems.Damage(code, _origin with { Offset = offset }, message);

    /// <inheritdoc cref="Damage(string, string, long?)"/>
    public void Damage(EvidenceFormatException e) => Damage(e.Code, e.Message, e.Offset);

    /// <inheritdoc cref="Damage(string, string, long?)"/>
    public void Warn(string code, string message) => _problems.Warn(code, _origin, message);

    /// <inheritdoc cref="Damage(string, string, long?)"/>
    public void Note(string code, string message) => _problems.Note(code, _origin, message);

    /// <summary>A fault in the program met while reading.</summary>
    public void Fault(Exception e) => _problems.Fault(_origin, e);

    private void AddSystemChunks()
    {
        ReadOnlySpan<byte> rest = Super.SystemChunks.Span;
        while (!rest.IsEmpty)
        {
            if (rest.Length < BtrfsLayout.KeyBytes + BtrfsLayout.ChunkBytes)
            {
                Damage(BtrfsProblems.Chunk, "the superblock's list of chunks breaks off", BtrfsLayout.SuperAt);
                return;
            }
            Add(Key.Parse(rest).Offset, rest[BtrfsLayout.KeyBytes..]);
            rest = rest[Math.Min(rest.Length, BtrfsLayout.KeyBytes + Chunk.BytesOf(rest[BtrfsLayout.KeyBytes..]))..];
        }
    }

    private void Add(ulong logical, ReadOnlySpan<byte> record)
    {
        if (Chunk.Parse(logical, record) is not { } chunk || !Chunks.Add(chunk))
            Damage(BtrfsProblems.Chunk, $"the record of the chunk at {logical} is damaged: what lies in it cannot be read");
    }

    private void TellMissing()
    {
        if (Super.DeviceCount <= 1 && Chunks.Missing.Count == 0)
            return;
        string words = $"the file system is on {Super.DeviceCount} devices, this is number {Super.DeviceId}";
        if (Chunks.Missing.Count > 0)
            words += $", and number {string.Join(", ", Chunks.Missing.Take(16))} is not at hand";
        if (Chunks.IsWhole)
            Warn(BtrfsProblems.Device, words + ": a copy of all is on this one");
        else
            Damage(BtrfsProblems.Device, words + ": what lies on it alone cannot be read");
    }
}
