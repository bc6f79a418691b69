using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Unused;
using StoreForensics.Ingest.FileSystems.Xfs.Space;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>What was deleted from an XFS: what the log still has of inodes and directories, what freed inodes keep, and the blocks that they name.</summary>
internal sealed class XfsDeleted
{
    private const long MostBlocks = 1 << 26;

    private readonly IBlockSource _disk;
    private readonly XfsVolume _xfs;
    private readonly KnownBlocks _known = new();
    private readonly List<(RunMap Map, long Size)> _contents = [];
    private readonly Lazy<FreeBlocks> _free;
    private readonly OldInodes _inodes;

    /// <param name="disk">The volume without its log played back.</param>
    /// <param name="volume">The same as its log left it.</param>
    /// <param name="super">Its superblock.</param>
    /// <param name="origin">The volume in the evidence.</param>
    public XfsDeleted(IBlockSource disk, IBlockSource volume, SuperBlock super, Origin origin)
    {
        _disk = disk;
        // Problems of what was deleted are not told: it is expected to be damaged.
        _xfs = new XfsVolume(volume, super, new ProblemLog(), origin, volume as Log.OverlaidSectors);
        _free = new Lazy<FreeBlocks>(() => FreeBlocks.Read(_xfs));
        _inodes = new OldInodes(_xfs);
    }

    /// <inheritdoc cref="IDeletedFiles.Unused"/>
    public IUnusedSpace Unused => new FreeSpace("the XFS", _xfs.Blocks, _xfs.Super.BlockBytes, _free.Value.Spans, [], _known);

    /// <inheritdoc cref="IDeletedFiles.Deleted"/>
    public DeletedFiles Find(EvidenceTree live, int root)
    {
        LogReading log = LogReading.Of(_disk, _xfs);
        var paths = new OldPaths(live, root, _xfs.Super.RootInode);
        var files = new List<DeletedFile>();
        long left = MostBlocks;
        foreach (InodeUse use in log.Uses.All.Where(u => IsGone(u, log)))
            files.AddRange(Describe(use, log, paths, ref left));
        files.AddRange(Slack(live, paths, files));
        string limit = log.Oldest == 0 ? "the log holds nothing: of what was deleted, no copy is left"
            : $"the log reaches back to {LogReading.Words(log.Oldest)} of {LogReading.Words(log.Newest)}: of what was deleted before, no copy is left";
        if (log.Uses.IsFull)
            limit += "; it holds more deleted files than are kept, and the last are left out";
        if (_free.Value.Unreadable > 0)
            limit += string.Create(CultureInfo.InvariantCulture, $"; what is free in {_free.Value.Unreadable} groups cannot be told");
        return new DeletedFiles(files, limit);
    }

    /// <inheritdoc cref="IDeletedFiles.OpenDeleted"/>
    public Stream Open(long content)
    {
        if (content < 0 || content >= _contents.Count)
            throw XfsProblems.Bad(XfsProblems.NotAFile, "it is no deleted file with bytes");
        (RunMap map, long size) = _contents[(int)content];
        return new MappedStream(_xfs.Blocks, _xfs.Super.BlockBytes, map, size);
    }

    // Names that the log has nothing of, in directories that are there.
    private List<DeletedFile> Slack(EvidenceTree live, OldPaths paths, List<DeletedFile> known)
    {
        HashSet<string> seen = [.. known.Where(f => f.Path is not null).Select(f => Convert.ToHexString(f.Path!))];
        var found = new List<DeletedFile>();
        var slack = new DirectorySlack(_xfs);
        foreach ((ulong directory, int node) in paths.Directories.OrderBy(d => d.Value))
        {
            foreach ((byte[] name, ulong inode, EntryKind? kind) in slack.In(directory))
            {
                if (live.Child(node, name) != EvidenceTree.None || paths.Of(new OldName(directory, null, name, 0)) is not { } path
                    || !seen.Add(Convert.ToHexString(path)))
                    continue;
                string words = string.Create(CultureInfo.InvariantCulture,
                    $"a name that was removed, in a free part of its directory; it was of inode {inode}, which nothing uses now, and of which no copy is left");
                found.Add(new DeletedFile
                {
                    Path = path,
                    Metadata = new EntryMetadata { Kind = kind ?? EntryKind.File, Inode = inode, DataOffset = -1 },
                    Recovery = new Recovery(Certainty.Name, words, null),
                    Order = 0,
                    IsWithoutInode = true,
                });
            }
        }
        return found;
    }

    // An inode that cannot be read, in a chunk that is in use, is damaged and not deleted, as long as the log does not say so.
    private bool IsGone(InodeUse use, LogReading log)
    {
        if (use.Ended is not null || log.Uses.Now(use.Number) is not null)
            return true;
        try
        {
            return _free.Value.FreeFrom(_xfs.OffsetOf(use.Number) / _xfs.Super.BlockBytes, 1) > 0;
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    private List<DeletedFile> Describe(InodeUse use, LogReading log, OldPaths paths, ref long left)
    {
        var found = new List<DeletedFile>();
        OldRuns? runs = null;
        if (use.Kind == EntryKind.File && use.Alive is not null && use.Inode(_xfs.Super.InodeCoreBytes).Size > 0)
            runs = OldRuns.Of(_xfs, use, log, _free.Value, ref left);
        (Certainty certainty, string words) = Judgement.Of(use, runs, log, _xfs.Super.InodeCoreBytes);
        EntryMetadata metadata = _inodes.Describe(use, certainty);
        if (use.Kind == EntryKind.File && certainty != Certainty.Name)
        {
            _contents.Add((new RunMap(runs?.Left ?? [], XfsProblems.Extents), metadata.Size));
            metadata = metadata with { DataOffset = _contents.Count - 1 };
        }
        OldName?[] names = use.Names.Count == 0 ? [null] : metadata.Links > 1 ? [.. use.Names] : [use.Names[0]];
        foreach (OldName? name in names)
        {
            byte[]? path = name is null ? null : paths.Of(name);
            if (path is not null && runs is not null && metadata.DataOffset >= 0)
                Know(runs);
            if (path is null && certainty == Certainty.Name)
                continue;
            string named = name is null ? "its name is not known" : path is null ? "the directory that its name was in is not known"
                : $"its name from the directory as {LogReading.Words(name.Lsn)} has it";
            found.Add(new DeletedFile
            {
                Path = path,
                Metadata = metadata,
                Recovery = new Recovery(certainty, $"{words}; {named}", use.Removed),
                Order = (long)(use.Alive ?? use.First),
            });
        }
        return found;
    }

    private void Know(OldRuns runs)
    {
        foreach (BlockRun run in runs.Left.Where(r => r.Physical != 0))
            _known.Add(run.Physical, run.Blocks);
    }
}
