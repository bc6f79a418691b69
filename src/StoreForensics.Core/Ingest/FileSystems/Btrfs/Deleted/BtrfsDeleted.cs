using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.FileSystems.Btrfs.Extents;
using StoreForensics.Ingest.FileSystems.Btrfs.Inodes;
using StoreForensics.Ingest.FileSystems.Btrfs.Space;
using StoreForensics.Ingest.FileSystems.Btrfs.Trees;
using StoreForensics.Ingest.FileSystems.Unused;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>What was deleted from a btrfs: leaves that later transactions replaced, and the bytes that they name.</summary>
internal sealed class BtrfsDeleted
{
    private readonly BtrfsVolume _btrfs;
    private readonly KnownBlocks _known = new();
    private readonly List<(Subvolume Left, Inode Inode)> _contents = [];
    private readonly Lazy<AllocatedSpace> _allocated;
    private readonly InodeAttributes _attributes = new(static (_, _) => { });

    public BtrfsDeleted(BtrfsVolume btrfs)
    {
        _btrfs = btrfs;
        _allocated = new Lazy<AllocatedSpace>(() => AllocatedSpace.Read(_btrfs));
    }

    /// <inheritdoc cref="IDeletedFiles.Unused"/>
    public IUnusedSpace Unused => new FreeSpace("the btrfs", _btrfs.Chunks, _btrfs.Super.SectorBytes,
        _allocated.Value.Free(_btrfs.Chunks, _btrfs.Super.SectorBytes), [], _known);

    /// <inheritdoc cref="IDeletedFiles.Deleted"/>
    public DeletedFiles Find()
    {
        if (!_allocated.Value.IsWhole)
            return new DeletedFiles([], "what is free cannot be told, for the tree of extents cannot be read whole: nothing deleted is looked for");
        var live = new LiveTrees(_btrfs);
        var leaves = new OldLeaves(_btrfs, _allocated.Value, live.IsLive);
        var directories = new OldDirectories(live);
        var files = new OldFiles(live, directories);
        foreach ((TreeNode leaf, bool isHeld) in leaves.All())
            files.Take(leaf, isHeld);
        var contents = new Dictionary<OldFile, OldContent>();
        var proofs = new SectorProofs(_btrfs, _allocated.Value);
        foreach (OldFile file in files.All)
        {
            file.Names.Sort((a, b) => b.Generation.CompareTo(a.Generation) is not 0 and var later ? later : a.Name.AsSpan().SequenceCompareTo(b.Name));
            if (OldContent.Of(file) is not { } content)
                continue;
            contents[file] = content;
            proofs.Add(content);
        }
        proofs.Answer(ChecksumLeaves(files));
        var places = new OldPlaces(_btrfs, live, files);
        var found = new List<DeletedFile>();
        foreach (OldFile file in files.All)
            found.AddRange(Describe(file, contents.GetValueOrDefault(file), places, directories));
        return new DeletedFiles(found, Limit(leaves, files));
    }

    /// <inheritdoc cref="IDeletedFiles.OpenDeleted"/>
    public Stream Open(long content)
    {
        if (content < 0 || content >= _contents.Count)
            throw BtrfsProblems.Bad(BtrfsProblems.NotAFile, "it is no deleted file with bytes");
        (Subvolume left, Inode inode) = _contents[(int)content];
        return new ExtentStream(_btrfs.Chunks, _btrfs.Super.SectorBytes, new FileMap(left, inode.Number), Math.Max(0, inode.Size));
    }

    private IEnumerable<TreeNode> ChecksumLeaves(OldFiles files)
    {
        byte[] bytes = new byte[_btrfs.Super.NodeBytes];
        foreach ((ulong logical, ulong generation) in files.Checksums)
        {
            _btrfs.Chunks.ReadAt((long)logical, bytes);
            if (TreeNode.Parse(bytes, logical, out _) is { } leaf && leaf.Generation == generation)
                yield return leaf;
        }
    }

    private static string Limit(OldLeaves leaves, OldFiles files)
    {
        if (leaves.Found.Leaves == 0)
            return "no leaf of an older transaction is left: of what was deleted, no copy is left";
        string words = string.Create(CultureInfo.InvariantCulture,
            $"{leaves.Found.Leaves} leaves of older transactions are left, the oldest of transaction {leaves.Found.Oldest}: ")
            + "what was deleted and is in none of them left no copy";
        if (files.IsFull || leaves.IsFull)
            words += "; they hold more deleted files than are kept, and the last are left out";
        return words;
    }

    private List<DeletedFile> Describe(OldFile file, OldContent? content, OldPlaces places, OldDirectories directories)
    {
        var found = new List<DeletedFile>();
        EntryKind? kind = file.Alive is { } alive ? new Inode(file.Number, alive.Bytes).Kind : file.NamedKind;
        if (kind is not { } known || file.Number == BtrfsLayout.FirstFree)
            return found;
        (Certainty certainty, string words) = Judgement.Of(file, known, content);
        EntryMetadata metadata = Metadata(file, known, content, certainty);
        OldName?[] names = file.Names.Count == 0 ? [null] : metadata.Links > 1 ? [.. file.Names] : [file.Names[0]];
        foreach (OldName? name in names)
        {
            byte[]? path = name is null ? null : places.Of(file.Tree, name);
            if (path is null && certainty == Certainty.Name)
                continue;
            if (path is not null && metadata.DataOffset >= 0)
                Know(content!);
            string named = path is null ? "the directory that its name was in is not known"
                : string.Create(CultureInfo.InvariantCulture, $"its name as transaction {name!.Generation} has it");
            found.Add(new DeletedFile
            {
                Path = path,
                Metadata = metadata,
                Recovery = Recovery(file, certainty, $"{words}; {named}", name, directories),
                Order = (long)Math.Min(file.Alive?.Generation ?? name?.Generation ?? 0, long.MaxValue),
                IsWithoutInode = file.Alive is null,
            });
        }
        return found;
    }

    private static Recovery Recovery(OldFile file, Certainty certainty, string words, OldName? name, OldDirectories directories)
    {
        if (name is null || file.IsHeld)
            return new Recovery(certainty, words, null);
        if (directories.Removed(file.Tree, name) is { } removed)
            return new Recovery(certainty, words + "; removed when its directory counted one change, by which it lost this name", removed);
        string gone = directories.GoneBy(file.Tree, name) is { } by ? $"; gone by {by}, when its directory was changed last" : "";
        return new Recovery(certainty, words + gone, null);
    }

    private EntryMetadata Metadata(OldFile file, EntryKind kind, OldContent? content, Certainty certainty)
    {
        if (file.Alive is not { } alive)
            return new EntryMetadata { Kind = kind, Inode = file.Number, DataOffset = -1 };
        var inode = new Inode(file.Number, alive.Bytes);
        long place = -1;
        if (kind == EntryKind.File && certainty != Certainty.Name)
        {
            _contents.Add((content!.Left(), inode));
            place = _contents.Count - 1;
        }
        byte[]? target = kind == EntryKind.Symlink && content?.Extents is [{ Extent.Inline: { } inline }] ? inline.ToArray() : null;
        var attributes = new Subvolume(file.Tree, new ItemList(file.Attributes.Where(a => a.Value.Generation == alive.Generation)
            .Select(a => new Item(a.Key, a.Value.Data))));
        return InodeFacts.Of(inode, kind, hasDevice: true, target, _attributes.Read(attributes, file.Number), place);
    }

    private void Know(OldContent content)
    {
        int sector = _btrfs.Super.SectorBytes;
        foreach ((_, _, FileExtent extent) in content.Extents.Where(e => e.Extent is { IsHole: false, Inline: null }))
            _known.Add((extent.Logical + (extent.Packing == ExtentPacking.None ? extent.Offset : 0)) / sector,
                ((extent.Packing == ExtentPacking.None ? extent.Length : extent.StoredBytes) + sector - 1) / sector);
    }
}
