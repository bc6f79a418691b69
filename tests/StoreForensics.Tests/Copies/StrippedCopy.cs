using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Copies;

/// <summary>An evidence as a copy of it would be, made in one of the ways in which people copy.</summary>
internal sealed class StrippedCopy : IEvidenceSource
{
    private readonly IEvidenceSource _original;

    public StrippedCopy(IEvidenceSource original, CopyWay way)
    {
        _original = original;
        EvidenceTree old = original.Tree;
        var builder = new EvidenceTreeBuilder(old.Count);
        int[] built = new int[old.Count];
        for (int node = 0; node < old.Count; node++)
        {
            if (old[node].Kind == EntryKind.Implied || Copied(AlteredEvidence.MetadataOf(old, node), way) is not { } metadata)
                continue;
            byte[] path = Path(old.PathOf(node), way);
            metadata.DataOffset = node;
            builder.Add(path, metadata, out built[node]);
            bool keepsLinks = way is not (CopyWay.WithoutLinks or CopyWay.Fat or CopyWay.Fresh);
            if (keepsLinks && old.FirstLink(node) is var first && first != node && built[first] != 0)
                builder.Link(built[node], built[first]);
        }
        Tree = builder.Seal();
    }

    public string Name => _original.Name;

    public IReadOnlyList<string> Wrapping => _original.Wrapping;

    public EvidenceTree Tree { get; }

    public Stream Open(int node) => _original.Open((int)Tree[node].DataOffset);

    public void Dispose()
    {
    }

    private static byte[] Path(EvidencePath path, CopyWay way) =>
        way == CopyWay.AsciiNames ? [.. path.Bytes.ToArray().Select(b => b < 0x80 ? b : (byte)'_')] : path.Bytes.ToArray();

    // Null: left out.
    private static EntryMetadata? Copied(EntryMetadata m, CopyWay way)
    {
        bool isDevice = m.Kind is EntryKind.CharDevice or EntryKind.BlockDevice or EntryKind.Fifo or EntryKind.Socket;
        bool isDirectory = m.Kind == EntryKind.Directory;
        switch (way)
        {
            case CopyWay.WithoutAttributes:
                return m with { Xattrs = null };
            case CopyWay.SecurityAlone:
                return m with
                {
                    Xattrs = m.Xattrs is { } all
                    && all.Where(x => x.Name.StartsWith("security.", StringComparison.Ordinal)).ToArray() is { Length: > 0 } some ? some : null
                };
            case CopyWay.WithoutDevices:
                return isDevice ? null : m;
            case CopyWay.DevicesAsFiles:
                return isDevice ? m with { Kind = EntryKind.File, Size = 0, Xattrs = null, DeviceMajor = 0, DeviceMinor = 0 } : m with { Xattrs = null };
            case CopyWay.WithoutDirectories:
                return isDirectory ? null : m;
            case CopyWay.FilesAlone:
                return m.Kind == EntryKind.File ? m with { Xattrs = null } : null;
            case CopyWay.OneOwner:
                return m with { Uid = 1000, Gid = 1000 };
            case CopyWay.UserNamespace:
                return m with { Uid = m.Uid == 0 ? 1002 : 231071 + m.Uid, Gid = m.Gid == 0 ? 1002 : 231071 + m.Gid };
            case CopyWay.Fresh:
                return m with
                {
                    Uid = 1000,
                    Gid = 1000,
                    Xattrs = null,
                    Mode = (ushort)(m.Mode & 0x1ed),
                    Modified = new Timestamp(1_900_000_000, 5),
                    Changed = null
                };
            case CopyWay.Fat:
                return isDevice || m.Kind == EntryKind.Symlink ? null
                    : m with
                    {
                        Uid = 0,
                        Gid = 0,
                        Xattrs = null,
                        Mode = 0x1ed,
                        Changed = null,
                        Modified = m.Modified is { } t
                        ? new Timestamp(t.Seconds / 2 * 2, 0) : null
                    };
            case CopyWay.WholeSeconds:
                return m with { HasFraction = false, Modified = m.Modified is { } time ? new Timestamp(time.Seconds, 0) : null };
            case CopyWay.WithoutEmptyFiles:
                return m is { Kind: EntryKind.File, Size: 0 } ? null : m;
            case CopyWay.AsciiNames:
                return isDevice ? null : m with { Xattrs = null };
            default:
                return m;
        }
    }
}
