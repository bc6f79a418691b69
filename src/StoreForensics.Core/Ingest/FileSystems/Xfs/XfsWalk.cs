using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Attributes;
using StoreForensics.Ingest.FileSystems.Xfs.Directories;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs;

/// <inheritdoc/>
internal sealed class XfsWalk(XfsVolume xfs, EvidenceTreeBuilder tree, int fileSystem) : InodeWalk<Inode>(tree, "inode")
{
    private readonly InodeAttributes _attributes = new(xfs);
    private readonly DirectoryReader _reader = new(xfs);
    private long _realtime;

    protected override (string Inode, string Name, string Cycle, string TooDeep) Codes =>
        (XfsProblems.Inode, XfsProblems.Name, XfsProblems.Cycle, XfsProblems.TooDeep);

    protected override long DamageTold => xfs.DamageTold;

    public void Run(int directory)
    {
        Walk(xfs.Super.RootInode, directory);
        if (_realtime > 0)
            xfs.Damage(XfsProblems.Realtime, null, $"{_realtime} files have their bytes on a real-time device, which is not this one: they cannot be read");
    }

    protected override Inode ReadInode(ulong number) => xfs.ReadInode(number);

    protected override (ulong Number, EntryKind? Kind, uint Mode, uint Links, long? Offset) FactsOf(in Inode inode) =>
        (inode.Number, inode.Kind, inode.Mode, inode.Links, inode.Offset);

    protected override void ReadNames(in Inode directory, NameTaker take) => _reader.Read(directory, (inode, name, offset) => take(inode, name, offset));

    protected override void Damage(string code, long? offset, string message) => xfs.Damage(code, offset, message);

    protected override void Fault(Exception fault) => xfs.Fault(fault);

    protected override void Seen(in Inode inode, EntryKind kind) => _realtime += kind == EntryKind.File && inode.IsRealtime ? 1 : 0;

    protected override EntryMetadata Metadata(in Inode inode, EntryKind kind)
    {
        byte[]? target = kind == EntryKind.Symlink ? LinkTarget.Of(xfs, inode) : null;
        long place = kind == EntryKind.File && inode.Number <= ContentHandle.MaxContent ? new ContentHandle(fileSystem, (long)inode.Number).DataOffset : -1;
        return InodeFacts.Of(inode, kind, hasDevice: true, target, _attributes.Read(inode), place);
    }
}
