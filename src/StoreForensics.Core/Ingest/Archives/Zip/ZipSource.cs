using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>
/// A zip of files as evidence: a copied directory that was packed, or what a collector gathered. Modes and owners are there where a Unix packed it; times in
/// UTC where an extra field has them, else in the local time of the packing machine, which is said. Devices, pipes and hard links cannot be in a zip.
/// </summary>
internal sealed class ZipSource : IEvidenceSource
{
    private const ushort Format = 0xF000, LinkFormat = 0xA000, DirectoryFormat = 0x4000;
    private const int MostTarget = 4096, MostTold = 1000;

    private readonly EvidenceFile _file;
    private readonly List<ZipMember> _members;
    private readonly long _before;

    private ZipSource(EvidenceFile file, List<ZipMember> members, long before, EvidenceTree tree) =>
        (_file, _members, _before, Tree) = (file, members, before, tree);

    public string Name => _file.Name;

    public IReadOnlyList<string> Wrapping { get; } = ["zip"];

    public EvidenceTree Tree { get; }

    /// <param name="file">The zip; owned once this returns.</param>
    /// <param name="problems">Takes damage.</param>
    /// <exception cref="EvidenceFormatException">It has no directory.</exception>
    public static ZipSource Read(EvidenceFile file, ProblemLog problems)
    {
        var origin = new Origin(file.Name, default);
        using FileWindow window = file.OpenStream();
        var members = new List<ZipMember>();
        IEnumerable<ZipMember> directory = ZipDirectory.Read(window, out long before);
        try
        {
            foreach (ZipMember member in directory)
            {
                members.Add(member);
                if (members.Count == EvidenceTreeBuilder.MaxNodes)
                    break;
            }
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage(e.Code, origin with { Offset = e.Offset }, e.Message + "; those before are read");
        }
        return new ZipSource(file, members, before, new Builder(file, members, before, problems).Build());
    }

    /// <inheritdoc/>
    public Stream Open(int node)
    {
        ref readonly EvidenceNode entry = ref Tree[node];
        if (entry.Kind != EntryKind.File || entry.DataOffset < 0)
            throw ZipProblems.Bad(ZipProblems.NotAFile, $"{Tree.PathOf(node)} is no regular file");
        return Open(_file, _members[(int)entry.DataOffset], _before);
    }

    public void Dispose() => _file.Dispose();

    private static Stream Open(EvidenceFile file, in ZipMember member, long before) => ZipContent.Open(file.OpenStream(), member, member.HeaderAt + before);

    /// <summary>Makes the tree of the members.</summary>
    private sealed class Builder(EvidenceFile file, List<ZipMember> members, long before, ProblemLog problems)
    {
        private readonly EvidenceTreeBuilder _tree = new(members.Count);
        private readonly bool _isCollection = members.Exists(m => CollectedNames.IsList(m.Name.Span));
        private int _refused;
        private int _localTimes;
        private int _encrypted;

        public EvidenceTree Build()
        {
            for (int i = 0; i < members.Count; i++)
                Add(members[i], i);
            if (_localTimes > 0)
                problems.Note(ZipProblems.LocalTimes, new Origin(file.Name, default),
                    $"{Count(_localTimes)} of {Count(members.Count)} entries of the zip have times in the local time of the machine that packed them alone, in steps of two seconds: they stand here as if that were UTC");
            if (_encrypted > 0)
                problems.Damage(ZipProblems.Encrypted, new Origin(file.Name, default),
                    $"{Count(_encrypted)} of {Count(members.Count)} entries of the zip are encrypted: their bytes cannot be read");
            if (_isCollection)
                problems.Note(ZipProblems.Partial, new Origin(file.Name, default),
                    "the zip is what a collector gathered: files stand where they lay on the host, and what it did not gather is not here; that something is missing says nothing");
            return _tree.Seal();
        }

        private void Add(in ZipMember member, int index)
        {
            ReadOnlySpan<byte> name = member.Name.Span.TrimEnd((byte)'/');
            byte[]? hostPath = _isCollection ? CollectedNames.HostPath(name) : null;
            EvidenceTreeBuilder.AddResult result = _tree.Add(hostPath ?? name, Metadata(member, index), out int node);
            Origin origin = new(file.Name, new EvidencePath(name[..Math.Min(name.Length, MostTarget)]));
            if (result == EvidenceTreeBuilder.AddResult.Refused && ++_refused <= MostTold)
                problems.Damage(ZipProblems.RefusedName, origin,
                    "the entry of the zip is left out: its name climbs out of directories, is too long or too deep, or stands in another's place");
            else if (result == EvidenceTreeBuilder.AddResult.Replaced)
                problems.Note(ZipProblems.Duplicate, origin, "the zip has the name more than once; the later entry counts, as in extraction");
            if (member.IsEncrypted && node != EvidenceTree.None)
                _tree.MarkWithoutBytes(node);
        }

        private EntryMetadata Metadata(in ZipMember member, int index)
        {
            int format = (member.UnixMode ?? 0) & Format;
            EntryKind kind = member.IsDirectory || format == DirectoryFormat ? EntryKind.Directory : format == LinkFormat ? EntryKind.Symlink
                : EntryKind.File;
            byte[]? target = kind == EntryKind.Symlink ? Target(member) : null;
            _localTimes += member.Extra.Modified is null && member.DosTime is not null ? 1 : 0;
            _encrypted += member.IsEncrypted ? 1 : 0;
            return new EntryMetadata
            {
                Kind = kind,
                Mode = (ushort)((member.UnixMode ?? (kind == EntryKind.Directory ? 0x1ED : 0x1A4)) & 0xFFF),
                Uid = member.Extra.Uid ?? 0,
                Gid = member.Extra.Gid ?? 0,
                Size = kind == EntryKind.File ? member.Size : target?.Length ?? 0,
                Modified = member.Extra.Modified ?? member.DosTime,
                HasFraction = member.Extra.HasFraction,
                Accessed = member.Extra.Accessed,
                Born = member.Extra.Born,
                DataOffset = kind == EntryKind.File ? index : -1,
                LinkTarget = target,
            };
        }

        private byte[]? Target(in ZipMember member)
        {
            try
            {
                if (member.Size is <= 0 or > MostTarget)
                    throw ZipProblems.Bad(ZipProblems.Member, $"a symbolic link claims {member.Size} bytes");
                byte[] target = new byte[member.Size];
                using Stream stream = Open(file, member, before);
                stream.ReadExactly(target);
                return target;
            }
            catch (Exception e) when (e is EvidenceFormatException or EndOfStreamException)
            {
                problems.Damage(ZipProblems.Member, new Origin(file.Name, new EvidencePath(member.Name.Span)), "the link's target cannot be read: " + e.Message);
                return null;
            }
        }

        private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
    }
}
