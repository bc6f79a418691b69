using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.DiskImages;

/// <summary>
/// Makes the sources of what was deleted from a disk: the first has of each path what is best, then latest; the next what had the path before.
/// </summary>
internal sealed class RecoveredSources
{
    /// <summary>Older versions of one path than these are left out.</summary>
    private const int MostVersions = 64;

    private readonly IEvidenceSource _disk;
    private readonly IReadOnlyList<IFileSystem> _fileSystems;
    private readonly List<Part> _parts = [];

    private RecoveredSources(IEvidenceSource disk, IReadOnlyList<IFileSystem> fileSystems) => (_disk, _fileSystems) = (disk, fileSystems);

    /// <param name="disk">What is there.</param>
    /// <param name="fileSystems">Of the disk.</param>
    /// <param name="nodes">The root of each.</param>
    /// <param name="problems">Told what is not looked for, and how far back the search reaches.</param>
    /// <returns>None where no file system of the disk can tell what was deleted.</returns>
    public static IReadOnlyList<IRecoveredSource> Find(IEvidenceSource disk, IReadOnlyList<IFileSystem> fileSystems, IReadOnlyList<int> nodes,
        ProblemLog problems)
    {
        var sources = new RecoveredSources(disk, fileSystems);
        for (int i = 0; i < fileSystems.Count; i++)
        {
            int number = i;
            problems.Contain(disk.Origin(nodes[i]), () => sources.Add(number, nodes[number], problems));
        }
        if (sources._parts.Count == 0 && fileSystems.Any(f => f is IDeletedFiles))
            sources._parts.Add(new Part());
        return [.. sources._parts.Select(p => new RecoveredSource(disk, fileSystems, p.Builder.Seal(), p.Recoveries))];
    }

    private void Add(int number, int root, ProblemLog problems)
    {
        if (_fileSystems[number] is not IDeletedFiles deleted)
        {
            problems.Note(RecoveryProblems.NotSearched, _disk.Origin(root),
                $"what was deleted from {_fileSystems[number].Facts.Kind} is not looked for in this version");
            return;
        }
        DeletedFiles found;
        try
        {
            found = deleted.Deleted(_disk.Tree, root);
        }
        catch (EvidenceFormatException damage)
        {
            problems.Warn(RecoveryProblems.Unreadable, _disk.Origin(root), $"what was deleted cannot be looked for: {damage.Message}");
            return;
        }
        if (found.Limit is { } limit)
            problems.Note(RecoveryProblems.Reach, _disk.Origin(root), "what was deleted: " + limit);
        byte[] place = _disk.Tree.PathOf(root).Bytes.ToArray();
        foreach (IGrouping<byte[], DeletedFile> same in found.Files.Where(f => f.Path is not null).GroupBy(f => f.Path!, PathComparer.Instance))
            AddSame(number, root, place, [.. same.OrderByDescending(f => f.Recovery.Certainty).ThenByDescending(f => f.Order)]);
        foreach (DeletedFile nameless in found.Files.Where(f => f.Path is null))
            Put(0, number, Join(place, Encoding.ASCII.GetBytes("$Orphans/" + Numbered(nameless))), nameless, nameless.Recovery);
    }

    private void AddSame(int number, int root, byte[] place, DeletedFile[] files)
    {
        byte[] path = files[0].Path!;
        bool isTaken = _disk.Tree.Find(root, path) != EvidenceTree.None;
        for (int i = 0; i < Math.Min(files.Length, MostVersions); i++)
        {
            Recovery recovery = files[i].Recovery;
            if (isTaken)
                recovery = recovery with { Basis = recovery.Basis + "; something else has this path now" };
            Put(i, number, Join(place, path), files[i], recovery);
        }
    }

    // What no tree takes is left out: a name that no file can have, or a file where another deleted one was a directory.
    private void Put(int version, int number, byte[] path, DeletedFile file, Recovery recovery)
    {
        while (_parts.Count <= version)
            _parts.Add(new Part());
        Part part = _parts[version];
        EntryMetadata metadata = file.Metadata with
        { DataOffset = file.Metadata.DataOffset < 0 ? -1 : new ContentHandle(number, file.Metadata.DataOffset).DataOffset };
        if (part.Builder.Add(path, metadata, out int node) == EvidenceTreeBuilder.AddResult.Refused)
            return;
        part.Recoveries[node] = recovery;
        if (file.IsWithoutInode)
            part.Builder.MarkWithoutInode(node);
        if (metadata is { Kind: EntryKind.File, DataOffset: < 0 })
            part.Builder.MarkWithoutBytes(node);
    }

    private static string Numbered(DeletedFile file) => string.Create(CultureInfo.InvariantCulture, $"inode{file.Metadata.Inode}-{file.Order}");

    private static byte[] Join(byte[] place, byte[] path) => place.Length == 0 ? path : [.. place, (byte)'/', .. path];

    private sealed class Part
    {
        public EvidenceTreeBuilder Builder { get; } = new();

        public Dictionary<int, Recovery> Recoveries { get; } = [];
    }

    private sealed class PathComparer : IEqualityComparer<byte[]>
    {
        public static readonly PathComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = new HashCode();
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
    }
}
