using System.Runtime.InteropServices;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// The facts that not every node has. Access and change times alone, which each entry of a PAX archive brings, are kept as bare numbers; anything more as a
/// <see cref="NodeExtra"/>. A node's index is one of an object, or below <see cref="None"/> one of times.
/// </summary>
internal sealed class ExtraTable
{
    /// <summary>The index of a node without any.</summary>
    public const int None = -1;

    private readonly List<NodeExtra> _extras = [];
    private readonly List<Times> _times = [];

    public int Add(in EntryMetadata m)
    {
        bool hasMore = m.Born is not null || m.Inode != 0 || m.Links > 1 || m.LinkTarget is not null || m.Xattrs is not null
            || m.Kind is EntryKind.CharDevice or EntryKind.BlockDevice;
        if (hasMore)
            return AddObject(m);
        if (m.Accessed is null && m.Changed is null)
            return None;
        _times.Add(new Times(m.Accessed, m.Changed));
        return None - _times.Count;
    }

    public NodeExtra Get(int index)
    {
        if (index == None)
            return NodeExtra.Empty;
        if (index >= 0)
            return _extras[index];
        Times times = _times[None - 1 - index];
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
            _extras.Add(new NodeExtra { Accessed = extra.Accessed, Changed = extra.Changed, Links = counted });
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
            LinkTarget = m.LinkTarget,
            Xattrs = m.Xattrs,
        });
        return _extras.Count - 1;
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
