using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>
/// What the records of a layer and of those below it say its whole tree should be: for drivers that keep a complete file system a layer (vfs, btrfs,
/// overlay(1)), where a file that the layer did not change is a copy too, and may have been altered on its own. Read-only once the layer was read.
/// </summary>
/// <param name="below">The tree of the layer below; null for a base layer.</param>
internal sealed class RecordedTree(RecordedTree? below)
{
    private readonly Dictionary<EvidencePath, TarSplitMember> _own = [];
    private readonly HashSet<EvidencePath> _deleted = [];
    private readonly HashSet<EvidencePath> _opaque = [];

    /// <summary>Whether this layer and all below it have a whole record, so that what is in none was never stored.</summary>
    public bool IsComplete { get; set; }

    public bool IsBelowComplete => below?.IsComplete ?? true;

    public void Add(RecordedName name, TarSplitMember member)
    {
        switch (name.Kind)
        {
            case RecordedNameKind.Entry: _own[name.Path] = member.IsHardLink ? Resolved(member) : member; break;
            case RecordedNameKind.Deletion: _deleted.Add(name.Path); break;
            case RecordedNameKind.Opaque: _opaque.Add(name.Path); break;
        }
    }

    /// <summary>The record of that path, this layer's or one that shows through; null when there should be nothing.</summary>
    public TarSplitMember? Find(EvidencePath path)
    {
        for (RecordedTree? at = this; at is not null; at = at.Below)
        {
            if (at._own.TryGetValue(path, out TarSplitMember? member))
                return member;
            if (at.Hides(path))
                return null;
        }
        return null;
    }

    /// <summary>Records below this layer that show through it and that it has none of its own of, in byte order of their paths.</summary>
    public IEnumerable<(EvidencePath Path, TarSplitMember Member)> Inherited()
    {
        var seen = new HashSet<EvidencePath>();
        var found = new List<(EvidencePath Path, TarSplitMember Member)>();
        for (RecordedTree? at = Below; at is not null; at = at.Below)
        {
            foreach ((EvidencePath path, TarSplitMember member) in at._own)
            {
                if (seen.Add(path) && !_own.ContainsKey(path) && ReferenceEquals(Find(path), member))
                    found.Add((path, member));
            }
        }
        found.Sort(static (a, b) => a.Path.CompareTo(b.Path));
        return found;
    }

    // A copy of the tree may have made the link a file of its own, so it needs the checksum of what it was linked to, which stands before it in the tar.
    private TarSplitMember Resolved(TarSplitMember link) =>
        _own.TryGetValue(RecordedName.Of(link.HardLinkTarget.Bytes).Path, out TarSplitMember? target)
            ? link with { Type = (byte)'0', Size = target.Size, Crc64 = target.Crc64 }
            : link;

    private RecordedTree? Below => below;

    // The path itself, or a directory above it, was deleted or made anew here.
    private bool Hides(EvidencePath path)
    {
        if (_deleted.Contains(path))
            return true;
        if (_deleted.Count == 0 && _opaque.Count == 0 && _own.Count == 0)
            return false;
        ReadOnlySpan<byte> bytes = path.Bytes;
        for (int slash = bytes.LastIndexOf((byte)'/'); slash > 0; slash = bytes[..slash].LastIndexOf((byte)'/'))
        {
            var directory = new EvidencePath(bytes[..slash]);
            if (_deleted.Contains(directory) || _opaque.Contains(directory))
                return true;
            if (_own.TryGetValue(directory, out TarSplitMember? own) && own.Metadata is { } m && m.Kind != EntryKind.Directory)
                return true;
        }
        return _opaque.Contains(default);
    }
}
