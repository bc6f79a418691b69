using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>
/// One entry as its header and the extended headers before it describe it. One object serves a whole archive; nothing of it points into the archive's bytes.
/// </summary>
internal sealed class TarMember(ArchiveLog log)
{
    private ReusedBytes _name;
    private ReusedBytes _target;
    private long _at;

    public EntryMetadata Metadata;

    public byte Type { get; private set; }

    /// <summary>As recorded, with whatever slashes and dots it has.</summary>
    public ReadOnlySpan<byte> Name => _name.Span;

    /// <summary>Of a hard link: the name of the entry it repeats.</summary>
    public ReadOnlySpan<byte> Target => _target.Span;

    /// <summary>Bytes after the header as its size says, for any type; null where the size is no size.</summary>
    public long? DataBytes { get; private set; }

    /// <summary>Where the header stands.</summary>
    public long HeaderOffset => _at;

    public bool IsHardLink => Type == '1';

    public void Read(in TarHeader header, PaxAttributes pax, long at)
    {
        _at = at;
        Type = header.Type;
        TakeName(header, pax);
        TakeTarget(header, pax);
        TakeSize(header, pax);
        Metadata = new EntryMetadata
        {
            Kind = KindOf(Type, Name, DataBytes),
            Mode = (ushort)((Field(header, TarLayout.Mode, "mode") ?? 0) & 0xFFF),
            Uid = Owner(pax.Uid ?? Field(header, TarLayout.Uid, "uid") ?? 0, "uid"),
            Gid = Owner(pax.Gid ?? Field(header, TarLayout.Gid, "gid") ?? 0, "gid"),
            DataOffset = -1,
            Xattrs = pax.Xattrs,
        };
        TakeTimes(header, pax);
        TakeNode(header, pax);
        Metadata.Size = Metadata.Kind == EntryKind.Symlink ? Target.Length : 0;
        if (Metadata.Kind == EntryKind.Symlink)
            Metadata.LinkTarget = Target.ToArray();
    }

    /// <summary>Records a fault of this entry.</summary>
    public void Tell(string code, ProblemSeverity severity, string message) => log.Of(code, severity, TarPath.Relative(Name), _at, message);

    private void TakeName(in TarHeader header, PaxAttributes pax)
    {
        if (pax.SparseName.IsSet)
            _name.Set(pax.SparseName.Span);
        else if (pax.Path.IsSet)
            _name.Set(pax.Path.Span);
        else if (pax.LongName.IsSet)
            _name.Set(pax.LongName.Span);
        else
            JoinName(header);
    }

    private void JoinName(in TarHeader header)
    {
        ReadOnlySpan<byte> prefix = header.Prefix;
        _name.Set(prefix);
        if (!prefix.IsEmpty)
            _name.Append("/"u8);
        _name.Append(header.Name);
    }

    private void TakeTarget(in TarHeader header, PaxAttributes pax)
    {
        if (Type is not ((byte)'1' or (byte)'2'))
            _target.Clear();
        else if (pax.LinkPath.IsSet)
            _target.Set(pax.LinkPath.Span);
        else if (pax.LongLink.IsSet)
            _target.Set(pax.LongLink.Span);
        else
            _target.Set(header.LinkName);
    }

    private void TakeSize(in TarHeader header, PaxAttributes pax)
    {
        DataBytes = pax.Size;
        if (DataBytes is null)
        {
            TarNumberState state = TarNumber.Parse(header.Field(TarLayout.Size), out long size);
            DataBytes = state == TarNumberState.Malformed ? null : size;
        }
        if (DataBytes is >= 0)
            return;
        DataBytes = null;
        Tell(ArchiveProblems.BadSize, ProblemSeverity.Damage, "Its size cannot be read or is negative: its bytes cannot be found.");
    }

    private void TakeTimes(in TarHeader header, PaxAttributes pax)
    {
        Metadata.Modified = pax.Modified ?? Time(header, TarLayout.Modified, "mtime");
        Metadata.Accessed = pax.Accessed;
        Metadata.Changed = pax.Changed;
        if (header.HasGnuTimes)
        {
            Metadata.Accessed ??= Time(header, TarLayout.GnuAccessed, "atime");
            Metadata.Changed ??= Time(header, TarLayout.GnuChanged, "ctime");
        }
        else if (header.IsStar)
        {
            Metadata.Accessed ??= Time(header, TarLayout.StarAccessed, "atime");
            Metadata.Changed ??= Time(header, TarLayout.StarChanged, "ctime");
        }
    }

    private void TakeNode(in TarHeader header, PaxAttributes pax)
    {
        if (pax.Inode is long inode)
            Metadata.Inode = (ulong)inode;
        if (pax.Links is long links and > 0 and <= uint.MaxValue)
            Metadata.Links = (uint)links;
        if (Metadata.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice))
            return;
        Metadata.DeviceMajor = (uint)(pax.DeviceMajor ?? Field(header, TarLayout.DeviceMajor, "device major number") ?? 0);
        Metadata.DeviceMinor = (uint)(pax.DeviceMinor ?? Field(header, TarLayout.DeviceMinor, "device minor number") ?? 0);
    }

    // BSD and v7 tars mark a directory by the name's last slash alone; a '0' with data is a file whatever its name.
    private static EntryKind KindOf(byte type, ReadOnlySpan<byte> name, long? dataBytes) => type switch
    {
        (byte)'2' => EntryKind.Symlink,
        (byte)'3' => EntryKind.CharDevice,
        (byte)'4' => EntryKind.BlockDevice,
        (byte)'5' or (byte)'D' => EntryKind.Directory,
        (byte)'6' => EntryKind.Fifo,
        0 when name.EndsWith("/"u8) => EntryKind.Directory,
        (byte)'0' when name.EndsWith("/"u8) && dataBytes is 0 => EntryKind.Directory,
        _ => EntryKind.File,
    };

    // A whole-file 32-bit id may be written as a negative number by those who take it for signed.
    private uint Owner(long id, string name)
    {
        if (id is >= int.MinValue and <= uint.MaxValue)
            return (uint)id;
        Tell(ArchiveProblems.BadNumber, ProblemSeverity.Warning, $"Its {name} is no 32-bit number; 4294967295 stands for it.");
        return uint.MaxValue;
    }

    private Timestamp? Time(in TarHeader header, Range field, string name) =>
        Field(header, field, name) is long seconds ? new Timestamp(seconds, 0) : null;

    private long? Field(in TarHeader header, Range field, string name)
    {
        TarNumberState state = TarNumber.Parse(header.Field(field), out long value);
        if (state == TarNumberState.Malformed)
            Tell(ArchiveProblems.BadNumber, ProblemSeverity.Warning, $"The header field of its {name} holds no number.");
        return state == TarNumberState.Valid ? value : null;
    }
}
