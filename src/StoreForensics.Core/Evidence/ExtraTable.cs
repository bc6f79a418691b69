using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// The facts that not every node has. Access and change times alone, which each entry of a PAX archive brings, are kept as bare numbers, and so is what every
/// inode of a file system has; anything more as a <see cref="NodeExtra"/>. A node's index is one of an object, or below <see cref="None"/>, in turn, one of
/// times and one of inodes.
/// </summary>
internal sealed class ExtraTable
{
    /// <summary>The index of a node without any.</summary>
    public const int None = -1;

    private readonly List<NodeExtra> _extras = [];
    private readonly List<Times> _times = [];
    private readonly List<InodeFacts> _inodes = [];

    public int Add(in EntryMetadata m)
    {
        if (m.LinkTarget is not null || m.Xattrs is not null || m.Kind is EntryKind.CharDevice or EntryKind.BlockDevice)
            return AddObject(m);
        if (m.Born is not null || m.Inode != 0 || m.Links > 1)
        {
            _inodes.Add(new InodeFacts(new Times(m.Accessed, m.Changed), new Times(m.Born, null), m.Inode, m.Links, m.DirectorySize));
            return None - (2 * _inodes.Count);
        }
        if (m.Accessed is null && m.Changed is null)
            return None;
        _times.Add(new Times(m.Accessed, m.Changed));
        return None + 1 - (2 * _times.Count);
    }

    public NodeExtra Get(int index)
    {
        if (index == None)
            return NodeExtra.Empty;
        if (index >= 0)
            return _extras[index];
        int place = None - index; // 1, 3, 5 … times; 2, 4, 6 … inodes
        if ((place & 1) == 0)
            return _inodes[(place / 2) - 1].ToExtra();
        Times times = _times[place / 2];
        return new NodeExtra { Accessed = times.Accessed, Changed = times.Changed };
    }

    /// <summary>The object, if it has more than times: what a caller wants who asks for neither.</summary>
    public NodeExtra GetIfMore(int index) => index >= 0 ? _extras[index] : NodeExtra.Empty;

    /// <summary>Gives a node a number of links as counted, unless one was recorded. Returns the node's index, which may change.</summary>
    public int WithLinks(int index, uint counted)
    {
        if (index < 0)
        {
            NodeExtra extra = Get(index);
            if (extra.Links != 0)
                return index;
            _extras.Add(new NodeExtra
            {
                Accessed = extra.Accessed,
                Changed = extra.Changed,
                Born = extra.Born,
                Inode = extra.Inode,
                DirectorySize = extra.DirectorySize,
                Links = counted,
            });
            return _extras.Count - 1;
        }
        if (_extras[index].Links == 0)
            _extras[index].Links = counted;
        return index;
    }

    private int AddObject(in EntryMetadata m)
    {
        _extras.Add(new NodeExtra
        {
            Accessed = m.Accessed,
            Changed = m.Changed,
            Born = m.Born,
            DeviceMajor = m.DeviceMajor,
            DeviceMinor = m.DeviceMinor,
            Inode = m.Inode,
            Links = m.Links,
            DirectorySize = m.DirectorySize,
            LinkTarget = m.LinkTarget,
            Xattrs = m.Xattrs,
        });
        return _extras.Count - 1;
    }

    /// <summary>What every inode has.</summary>
    private readonly record struct InodeFacts(Times Times, Times Born, ulong Inode, uint Links, long DirectorySize)
    {
        public NodeExtra ToExtra() => new()
        {
            Accessed = Times.Accessed,
            Changed = Times.Changed,
            Born = Born.Accessed,
            Inode = Inode,
            Links = Links,
            DirectorySize = DirectorySize,
        };
    }

    /// <summary>Two times in 24 bytes; negative nanoseconds mean none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Times(Timestamp? accessed, Timestamp? changed)
    {
        private readonly long _accessed = accessed?.Seconds ?? 0;
        private readonly long _changed = changed?.Seconds ?? 0;
        private readonly int _accessedNanoseconds = accessed?.Nanoseconds ?? -1;
        private readonly int _changedNanoseconds = changed?.Nanoseconds ?? -1;

        public Timestamp? Accessed => _accessedNanoseconds < 0 ? null : new Timestamp(_accessed, _accessedNanoseconds);

        public Timestamp? Changed => _changedNanoseconds < 0 ? null : new Timestamp(_changed, _changedNanoseconds);
    }
}
