using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;
using StoreForensics.Ingest.FileSystems.Unused;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>What was deleted from an ext4: older copies of inodes and directories in the journal, and the blocks that they name.</summary>
internal sealed class Ext4Deleted
{
    /// <summary>Blocks of deleted files that are asked about, together: a terabyte of 4 KiB.</summary>
    private const long MostBlocks = 1 << 28;

    private readonly Ext4Blocks _ext4;
    private readonly List<Func<Stream>> _contents = [];
    private readonly InodeAttributes _attributes;
    private readonly InodeContent _content;
    private readonly KnownBlocks _known = new();
    private string? _limit;

    /// <param name="ext4">The file system as it is now. Problems of what was deleted are not told: it is expected to be damaged.</param>
    public Ext4Deleted(Ext4Blocks ext4)
    {
        _ext4 = new Ext4Blocks(ext4.Blocks, ext4.Super, new ProblemLog(), ext4.Origin) { FastCommits = ext4.FastCommits };
        _attributes = new InodeAttributes(_ext4);
        _content = new InodeContent(_ext4, _attributes);
    }

    /// <inheritdoc cref="IDeletedFiles.Deleted"/>
    public DeletedFiles Find(EvidenceTree live, int root)
    {
        if (!_ext4.Super.Has(Compatible.HasJournal) || _ext4.Super.JournalInode == 0)
            return new DeletedFiles([],
                "the file system has no journal in it, so no older copy of anything: what was deleted cannot be told from what was never there");
        JournalHistory journal = JournalHistory.Read(_ext4);
        var tables = new InodeTables(_ext4);
        var inodes = new InodeHistory(_ext4, journal, tables);
        var maps = new OldMaps(_ext4, journal, tables);
        new NameHistory(_ext4, journal, inodes, tables, maps).Collect(live, root);
        inodes.TakeOpen();
        Dictionary<Incarnation, OldContent> contents = Contents(inodes, maps);
        new LostBlocks(_ext4, journal, maps, new BlockUse(_ext4)).Find(inodes.All.Where(i => !i.IsOpen && contents.ContainsKey(i)).Select(i => contents[i]));
        var paths = new OldPaths(live, root, Ext4Layout.RootInode);
        var files = new List<DeletedFile>();
        foreach (Incarnation one in inodes.All.Where(i => i.Names.Count > 0 || contents.ContainsKey(i)))
            files.AddRange(Describe(one, contents.GetValueOrDefault(one), paths));
        _limit = string.Create(CultureInfo.InvariantCulture, $"the journal reaches back to transaction {journal.Oldest} of {journal.Newest}")
            + (journal.Committed(journal.Oldest) is { } time ? $" ({time})" : "") + ": of what was deleted before, no copy is left"
            + (inodes.IsFull ? "; it holds more deleted files than are kept, and the last are left out" : "");
        return new DeletedFiles(files, _limit);
    }

    /// <inheritdoc cref="IDeletedFiles.Unused"/>
    public IUnusedSpace Unused => new FreeSpace("the ext4", _ext4.Blocks, _ext4.Super.BlockBytes, new BlockUse(_ext4).Free(), JournalBlocks(), _known);

    /// <inheritdoc cref="IDeletedFiles.OpenDeleted"/>
    public Stream Open(long content) => content >= 0 && content < _contents.Count ? _contents[(int)content]()
        : throw Ext4Problems.Bad(Ext4Problems.NotAFile, "it is no deleted file with bytes");

    // A journal holds contents of files where it is told to (data=journal).
    private List<BlockSpan> JournalBlocks()
    {
        var spans = new List<BlockSpan>();
        if (!_ext4.Super.Has(Compatible.HasJournal) || _ext4.Super.JournalInode == 0)
            return spans;
        try
        {
            Inode journal = _ext4.ReadInode(_ext4.Super.JournalInode);
            IBlockMap map = BlockMaps.Of(_ext4, journal);
            long blocks = Math.Min(journal.Size(false), _ext4.Blocks.Length) / _ext4.Super.BlockBytes;
            for (long at = 0; at < blocks;)
            {
                BlockRun run = map.Find(at);
                if (run.Physical != 0)
                    spans.Add(new BlockSpan(run.Physical, Math.Min(run.Blocks, blocks - at)));
                at += run.Blocks;
            }
        }
        catch (EvidenceFormatException)
        {
            // what of it can be found will do
        }
        return spans;
    }

    private Dictionary<Incarnation, OldContent> Contents(InodeHistory inodes, OldMaps maps)
    {
        var contents = new Dictionary<Incarnation, OldContent>();
        long left = MostBlocks;
        foreach (Incarnation one in inodes.All.Where(i => i.Alive is not null && (i.Kind == EntryKind.File || IsLongLink(i))))
        {
            try
            {
                List<BlockRun> runs = maps.Runs(one.Inode, one.Ended ?? long.MaxValue, []);
                long blocks = runs.Sum(r => r.Physical == 0 ? 0 : r.Blocks);
                if (_content.SizeOf(one.Inode) < 0 || blocks > Math.Min(left, _ext4.Super.BlockCount))
                    continue; // its name is left
                left -= blocks;
                contents[one] = new OldContent { Of = one, Runs = runs, Blocks = blocks };
            }
            catch (EvidenceFormatException)
            {
                // its name is left
            }
        }
        return contents;
    }

    private bool IsLongLink(Incarnation one) => one.Kind == EntryKind.Symlink && !_content.HasTargetInside(one.Inode);

    private IEnumerable<DeletedFile> Describe(Incarnation one, OldContent? content, OldPaths paths)
    {
        (Certainty certainty, string words) = Judge(one, content);
        long place = -1;
        if (content is not null && certainty != Certainty.Name && one.Kind == EntryKind.File)
            place = Add(one, content);
        InodeContent? readable = certainty == Certainty.Name ? null : _content;
        EntryMetadata metadata = InodeMetadata.Of(one.Alone(), one.Kind, readable, _attributes) with { DataOffset = place };
        NameAt?[] names = one.Names.Count == 0 ? [null] : one.Inode.Links > 1 ? [.. one.Names] : [one.Names[0]];
        foreach (NameAt? name in names)
        {
            byte[]? path = name is null ? null : paths.Of(name);
            if (path is not null && place >= 0)
                Know(content!);
            string named = name is null ? "its name is not known" : path is null ? "the directory that its name was in is not known"
                : $"its name from {name.Where}";
            yield return new DeletedFile
            {
                Path = path,
                Metadata = metadata,
                Recovery = new Recovery(certainty, $"{words}; {named}", one.Removed),
                Order = one.Last,
            };
        }
    }

    private void Know(OldContent content)
    {
        OldMap left = content.Left();
        foreach (BlockRun run in left.Runs.Where(r => r.Physical != 0))
            _known.Add(run.Physical, run.Blocks);
    }

    private (Certainty, string) Judge(Incarnation one, OldContent? content)
    {
        if (one.Alive is not long alive)
            return (Certainty.Name, Words(one, "no copy of it from before it was deleted is left"));
        if (one.IsOpen && content is not null)
            return (Certainty.Intact, Words(one, "has no name any more and was still open: nothing of it was freed"));
        string copy = Words(one, string.Create(CultureInfo.InvariantCulture, $"as transaction {alive} has it (block {one.At} of the journal)"));
        if (IsLongLink(one) && content is not { Lost: 0 })
            return (Certainty.Name, copy + ", its target lay in a block that is lost");
        if (one.Kind != EntryKind.File && content is null)
            return (Certainty.Intact, copy);
        if (content is null)
            return (Certainty.Name, copy + ", where its blocks lay cannot be told");
        if (content.Blocks == 0)
            return (Certainty.Intact, copy + (one.Inode.Has(InodeFlags.InlineData) ? ", its bytes are in it" : ", it had no blocks"));
        if (content.Lost == 0)
            return (Certainty.Intact, string.Create(CultureInfo.InvariantCulture,
                $"{copy}, and no transaction gave any of its {content.Blocks} blocks to anything else since"));
        return (content.Lost < content.Blocks ? Certainty.Partly : Certainty.Name,
            string.Create(CultureInfo.InvariantCulture, $"{copy}, {content.Lost} of its {content.Blocks} blocks were given to something else since"));
    }

    private static string Words(Incarnation one, string rest) => string.Create(CultureInfo.InvariantCulture, $"inode {one.Number} {rest}");

    private int Add(Incarnation one, OldContent content)
    {
        Inode inode = one.Inode;
        long size = _content.SizeOf(inode);
        if (inode.Has(InodeFlags.InlineData))
        {
            _contents.Add(() => _content.Open(one.Inode));
        }
        else
        {
            OldMap map = content.Left();
            _contents.Add(() => new MappedStream(_ext4.Blocks, _ext4.Super.BlockBytes, map, size));
        }
        return _contents.Count - 1;
    }
}
