using StoreForensics.Evidence;

namespace StoreForensics.Ingest.FileSystems.Erofs;

/// <inheritdoc/>
internal sealed class ErofsWalk(ErofsVolume volume, EvidenceTreeBuilder tree, int fileSystem) : InodeWalk<Inode>(tree, "node")
{
    private const int MaxLinkTarget = 64 << 10;

    private readonly InodeAttributes _attributes = new(volume);
    private readonly DirectoryReader _reader = new(volume);
    private long _compressed;

    protected override (string Inode, string Name, string Cycle, string TooDeep) Codes =>
        (ErofsProblems.Inode, ErofsProblems.Name, ErofsProblems.Cycle, ErofsProblems.TooDeep);

    protected override long DamageTold => volume.DamageTold;

    public void Run(int directory)
    {
        Walk(volume.Super.RootNode, directory);
        if (_compressed > 0)
            volume.Damage(ErofsProblems.Compressed, null, $"{_compressed} files are compressed, which is not read: their bytes are missing");
    }

    protected override Inode ReadInode(ulong number) => volume.ReadInode(number);

    protected override (ulong Number, EntryKind? Kind, uint Mode, uint Links, long? Offset) FactsOf(in Inode inode) =>
        (inode.Number, inode.Kind, inode.Mode, inode.Links, inode.Offset);

    protected override void ReadNames(in Inode directory, NameTaker take) => _reader.Read(directory, (node, name, offset) => take(node, name, offset));

    protected override void Damage(string code, long? offset, string message) => volume.Damage(code, offset, message);

    protected override void Fault(Exception fault) => volume.Fault(fault);

    protected override void Seen(in Inode inode, EntryKind kind) => _compressed += kind == EntryKind.File && inode.IsCompressed ? 1 : 0;

    protected override EntryMetadata Metadata(in Inode inode, EntryKind kind)
    {
        byte[]? target = kind == EntryKind.Symlink ? LinkTarget(inode) : null;
        bool isDevice = kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        return new EntryMetadata
        {
            Kind = kind,
            Mode = (ushort)(inode.Mode & 0xFFF),
            Uid = inode.Uid,
            Gid = inode.Gid,
            Size = kind == EntryKind.File ? inode.Size : target?.Length ?? 0,
            DirectorySize = kind == EntryKind.Directory ? inode.Size : 0,
            Modified = inode.Modified,
            HasFraction = true,
            DeviceMajor = isDevice ? inode.Device.Major : 0,
            DeviceMinor = isDevice ? inode.Device.Minor : 0,
            Inode = inode.Number,
            Links = inode.Links,
            DataOffset = kind == EntryKind.File && inode.Number <= ContentHandle.MaxContent
                ? new ContentHandle(fileSystem, (long)inode.Number).DataOffset : -1,
            LinkTarget = target,
            Xattrs = _attributes.Read(inode),
        };
    }

    private byte[] LinkTarget(in Inode inode)
    {
        if (inode.Size > MaxLinkTarget)
            throw ErofsProblems.Bad(ErofsProblems.Content, $"node {inode.Number} is a symlink to {inode.Size} bytes, which no path has", inode.Offset);
        using var content = new ContentStream(volume, inode);
        byte[] target = new byte[inode.Size];
        content.ReadExactly(target);
        return target;
    }
}
