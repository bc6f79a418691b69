using StoreForensics.Evidence;
using StoreForensics.Evidence.Unused;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Ext4.Deleted;
using StoreForensics.Ingest.FileSystems.Ext4.FastCommits;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4;

/// <summary>An ext2, ext3 or ext4 file system. A journal that was not played back is, in memory. Nothing is written.</summary>
internal sealed class Ext4FileSystem : IFileSystem, IDeletedFiles
{
    private const Incompatible Known =
        Incompatible.FileType | Incompatible.Recover | Incompatible.MetaGroups | Incompatible.Extents | Incompatible.Bits64 | Incompatible.MultiMount
        | Incompatible.FlexGroups | Incompatible.AttributeInodes | Incompatible.ChecksumSeed | Incompatible.LargeDirectory | Incompatible.InlineData
            | Incompatible.Encryption | Incompatible.CaseFolding;

    private readonly Ext4Blocks _ext4;
    private readonly InodeAttributes _attributes;
    private readonly InodeContent _content;
    private readonly Ext4Deleted _deleted;

    private Ext4FileSystem(Ext4Blocks ext4, FileSystemFacts facts)
    {
        (_ext4, Facts) = (ext4, facts);
        _attributes = new InodeAttributes(ext4);
        _content = new InodeContent(ext4, _attributes);
        _deleted = new Ext4Deleted(ext4);
    }

    public FileSystemFacts Facts { get; }

    /// <summary>Whether the volume holds such a file system; a backup of the superblock will do.</summary>
    public static bool Recognises(IBlockSource blocks)
    {
        try
        {
            return SuperBlocks.Find(blocks, null, default) is { } super && !super.Has(Incompatible.JournalDevice);
        }
        catch (EvidenceFormatException)
        {
            return false;
        }
    }

    /// <param name="blocks">The volume; stays open.</param>
    /// <param name="problems">Told of damage and of what is not understood.</param>
    /// <param name="origin">The volume in the evidence.</param>
    /// <exception cref="EvidenceFormatException">There is no superblock that can be used.</exception>
    public static Ext4FileSystem Open(IBlockSource blocks, ProblemLog problems, Origin origin)
    {
        SuperBlock super = SuperBlocks.Find(blocks, problems, origin)
            ?? throw Ext4Problems.Bad(Ext4Problems.SuperBlock, "there is no superblock of ext2, ext3 or ext4");
        if (super.BlockCount > blocks.Length / super.BlockBytes)
            problems.Damage(Ext4Problems.Shorter, origin,
                $"the file system has {super.BlockCount} blocks of {super.BlockBytes} bytes, and the ext4 only {blocks.Length} bytes: its end is missing");
        if ((super.Incompatible & ~Known) is not 0 and var unknown)
            problems.Warn(Ext4Problems.Feature, origin,
                $"the file system uses features that are not known (0x{(uint)unknown:x}): what they change is not seen");
        if (!super.Has(Compatible.HasJournal) || (!super.Has(Incompatible.Recover) && !super.IsCopy))
            return new Ext4FileSystem(new Ext4Blocks(blocks, super, problems, origin), super.Facts);
        Replay replay = JournalReplay.Over(blocks, super, problems, origin);
        if (replay.Words is not null)
            super = SuperBlocks.Find(replay.Blocks, null, origin) ?? super;
        var ext4 = new Ext4Blocks(replay.Blocks, super, problems, origin);
        if (replay.FastCommits.Count > 0)
            ext4 = new Ext4Blocks(replay.Blocks, super, problems, origin) { FastCommits = ReplayedFastCommits.Play(ext4, replay.FastCommits) };
        return new Ext4FileSystem(ext4, super.Facts with { Replay = replay.Words });
    }

    public void AddTo(EvidenceTreeBuilder tree, int directory, int number) =>
        new Ext4Walk(_ext4, _content, _attributes, tree, number).Run(directory);

    /// <inheritdoc/>
    /// <remarks>The number is the inode's.</remarks>
    public Stream Open(long content)
    {
        Inode found = _ext4.ReadInode((uint)Math.Clamp(content, 0, uint.MaxValue));
        if (found.Kind != EntryKind.File)
            throw Ext4Problems.Bad(Ext4Problems.NotAFile, $"inode {content} is no regular file");
        if (found.Has(InodeFlags.Encrypted))
            throw Ext4Problems.Bad(Ext4Problems.Encrypted, $"inode {content} is encrypted: its bytes cannot be read without the key");
        return _content.Open(found);
    }

    /// <inheritdoc/>
    public DeletedFiles Deleted(EvidenceTree live, int directory) => _deleted.Find(live, directory);

    /// <inheritdoc/>
    public IUnusedSpace Unused => _deleted.Unused;

    /// <inheritdoc/>
    public Stream OpenDeleted(long content) => _deleted.Open(content);
}
