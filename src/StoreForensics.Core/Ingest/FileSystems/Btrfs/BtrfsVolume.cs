using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Btrfs.Checksums;
using StoreForensics.Ingest.FileSystems.Btrfs.Chunks;
using StoreForensics.Ingest.FileSystems.Btrfs.Devices;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
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
    private readonly Lazy<DataChecksums> _sums;
    private readonly HashSet<(ulong Tree, ulong Inode, bool IsRepaired)> _told = [];

    private BtrfsVolume(SuperBlock super, ChunkMap chunks, ProblemLog problems, Origin origin)
    {
        (Super, Chunks, _problems, _origin) = (super, chunks, problems, origin);
        Blocks = new TreeBlocks(chunks, super, problems, origin);
        Roots = new Tree(Blocks, super.RootTree);
        Logs = new SubvolumeLogs(this);
        Subvolumes = new Subvolumes(Blocks, Roots, Logs);
        _sums = new Lazy<DataChecksums>(() => new DataChecksums(Blocks, Roots, Super, Logs));
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
        IReadOnlyList<Device> devices = blocks is DeviceSet set ? set.Devices : [new Device(super.DeviceId, blocks, IsOld: false)];
        var volume = new BtrfsVolume(super, new ChunkMap(devices), problems, origin);
        volume.AddSystemChunks();
        var first = new Key(BtrfsLayout.ChunkObject, ItemType.Chunk, 0);
        foreach (Item item in new Tree(volume.Blocks, super.ChunkTree).Range(first, first with { Offset = ulong.MaxValue }, e => volume.Damage(e)))
            volume.Add(item.Key.Offset, item.Bytes);
        volume.TellMissing(devices);
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

    /// <summary>One of the file system's own trees; null where it has none, or its record cannot be read.</summary>
    public Tree? TreeOf(ulong id)
    {
        try
        {
            return Roots.Last(new Key(id, ItemType.Root, ulong.MaxValue)) is { } item && item.Key.Object == id && item.Key.Type == ItemType.Root
                && item.Data.Length >= BtrfsLayout.RootItemBytes && item.Bytes[238] < BtrfsLayout.MaxLevels
                ? new Tree(Blocks, new TreeRoot(item.Bytes.U64(176), item.Bytes[238], item.Bytes.U64(160))) : null;
        }
        catch (EvidenceFormatException)
        {
            return null;
        }
    }

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

    /// <summary>The bytes of a file; those that do not have the file system's own checksum are told, once.</summary>
    public ExtentStream OpenFile(Subvolume subvolume, in Inode inode)
    {
        ulong number = inode.Number;
        var data = new CheckedData(Chunks, _sums.Value, Super.SectorBytes, (logical, isRepaired) => TellData(subvolume, number, logical, isRepaired));
        return new ExtentStream(data, Super.SectorBytes, new FileMap(subvolume, number), inode.Size);
    }

    private void TellData(Subvolume subvolume, ulong inode, ulong logical, bool isRepaired)
    {
        lock (_told)
        {
            if (_told.Count >= ProblemLog.Limit || !_told.Add((subvolume.Id, inode, isRepaired)))
                return;
        }
        string file = $"{InodePath.Of(subvolume, inode)} (inode {inode} of tree {subvolume.Id})";
        Origin place = _origin with { Offset = Chunks.Locate(logical, 0)?.Offset };
        if (isRepaired)
            _problems.Warn(BtrfsProblems.OtherData, place,
                $"{file}: a copy of its bytes does not have the file system's own checksum, from logical address {logical} on; another copy has it and is used");
        else
            _problems.Damage(BtrfsProblems.DataChecksum, place,
                $"{file}: its bytes do not match the file system's own checksum, from logical address {logical} on: they were changed beneath the file system, the medium is failing, or a program changed them while they were written past the page cache");
    }

    private void TellMissing(IReadOnlyList<Device> devices)
    {
        if (Super.DeviceCount <= (ulong)devices.Count && Chunks.Missing.Count == 0)
            return;
        string words = $"the file system is on {Super.DeviceCount} devices, "
            + (devices is [var one] ? $"this is number {one.Id}" : $"numbers {string.Join(", ", devices.Select(d => d.Id).Order())} are at hand");
        if (Chunks.Missing.Count > 0)
            words += $", and number {string.Join(", ", Chunks.Missing.Take(16))} is not at hand";
        if (Chunks.IsWhole)
            Warn(BtrfsProblems.Device, words + (devices.Count == 1 ? ": a copy of all is on this one" : ": a copy of all is on these"));
        else
            Damage(BtrfsProblems.Device, words + ": what lies on it alone cannot be read");
    }
}
