using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives.Tar;

/// <summary>Puts an archive's entries into the evidence tree and says what had to be
/// decided: names used twice, refused names, hard links without a target.</summary>
internal sealed class TarTree(ArchiveLog log, EvidenceTreeBuilder builder)
{
    private const int MaxDuplicatesTold = 1000;

    /// <summary>Parts of all sparse files together: 24 bytes each.</summary>
    private const long MaxSparseParts = 1 << 24;

    private readonly PendingLinks _links = new(log);
    private readonly Dictionary<long, SparseMap> _sparse = [];
    private long _sparseParts;
    private long _duplicates;
    private bool _toldFull;

    /// <summary>The maps of sparse files by where their data begins.</summary>
    public IReadOnlyDictionary<long, SparseMap> Sparse => _sparse;

    /// <summary>Set when the archive turns out to hold times with fractions: then a whole second of any entry is exact.</summary>
    public bool HasFractions { get; set; }

    /// <summary>False when the name was refused: its bytes belong to nothing.</summary>
    public bool Add(TarMember member)
    {
        int target = member.IsHardLink ? builder.Find(member.Target) : EvidenceTree.None;
        if (target != EvidenceTree.None && target == builder.Find(member.Name))
        {
            member.Tell(ArchiveProblems.LinkWithoutTarget, ProblemSeverity.Warning, "A hard link to itself; the entry before it stands.");
            return false;
        }
        EvidenceTreeBuilder.AddResult result = builder.Add(member.Name, member.Metadata, out int node);
        if (result == EvidenceTreeBuilder.AddResult.Refused)
        {
            TellRefused(member);
            return false;
        }
        if (result == EvidenceTreeBuilder.AddResult.Replaced)
            Replaced(member, node);
        if (member.IsHardLink && !(target != EvidenceTree.None && _links.IsSettled(target) && builder.Link(node, target)))
            _links.Add(node, member);
        return true;
    }

    /// <summary>Remembers a sparse file's map; false when the archive has more parts than are kept.</summary>
    public bool AddSparse(long dataOffset, SparseMap map)
    {
        _sparseParts += map.Count;
        if (_sparseParts > MaxSparseParts)
            return false;
        _sparse[dataOffset] = map;
        return true;
    }

    public EvidenceTree Seal()
    {
        _links.Settle(builder);
        if (_duplicates > MaxDuplicatesTold)
        {
            string more = (_duplicates - MaxDuplicatesTold).ToString(CultureInfo.InvariantCulture);
            log.At(ArchiveProblems.Duplicate, ProblemSeverity.Note, 0, $"{more} more entries replaced an earlier one of the same name.");
        }
        if (HasFractions)
            builder.MarkFractions();
        return builder.Seal();
    }

    private void Replaced(TarMember member, int node)
    {
        _links.Forget(node);
        if (++_duplicates <= MaxDuplicatesTold)
            member.Tell(ArchiveProblems.Duplicate, ProblemSeverity.Note,
                "The name occurs more than once; this later entry replaces the earlier one, as in extraction.");
    }

    private void TellRefused(TarMember member)
    {
        if (builder.IsFull)
        {
            if (!_toldFull)
                log.At(ArchiveProblems.TooManyNames, ProblemSeverity.Damage, member.HeaderOffset,
                    "The archive holds more names than this program keeps; no further ones are listed.");
            _toldFull = true;
            return;
        }
        member.Tell(ArchiveProblems.RefusedName, ProblemSeverity.Damage, $"The entry is left out: {Reason(member)}.");
    }

    private static string Reason(TarMember member)
    {
        ReadOnlySpan<byte> name = TarPath.Relative(member.Name);
        if (name.IsEmpty)
            return "it has no name, or that of the root, and is no directory";
        if (name.Contains((byte)0))
            return "its name holds a NUL byte";
        if (name.Length > EvidenceTreeBuilder.MaxPathBytes)
            return "its name is too long";
        foreach (Range part in name.Split((byte)'/'))
        {
            if (name[part].SequenceEqual(".."u8))
                return "its name climbs out of directories by \"..\"";
        }
        return "its name is too long or too deep, lies below something that is no directory, or is that of a directory with entries";
    }
}
