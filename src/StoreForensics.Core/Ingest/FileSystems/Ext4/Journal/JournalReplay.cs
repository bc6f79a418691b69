using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest.Disks;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.FastCommits;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.FileSystems.Ext4.Journal;

/// <summary>What playing a journal back gave.</summary>
/// <param name="Blocks">The volume as its transactions leave it; the volume itself where there are none.</param>
/// <param name="Words">What was done; null: nothing.</param>
/// <param name="FastCommits">Records of the fast commits that follow.</param>
internal sealed record Replay(IBlockSource Blocks, string? Words, IReadOnlyList<FastCommitTag> FastCommits);

/// <summary>
/// Plays a journal back in memory: which blocks of the file system the committed transactions replaced, and where in the journal their bytes lie (Linux
/// fs/jbd2/recovery.c). A block that a later transaction revoked keeps what it has.
/// </summary>
internal static class JournalReplay
{
    /// <summary>The volume as the replay would leave it.</summary>
    public static Replay Over(IBlockSource blocks, SuperBlock super, ProblemLog problems, Origin origin)
    {
        if (super.JournalInode == 0)
        {
            problems.Damage(Ext4Problems.Journal, origin,
                $"the file system {NotUnmounted(super)}, and its journal is on another device, {super.JournalUuid ?? "of no UUID"}: what that holds is missing");
            return new Replay(blocks, null, []);
        }
        try
        {
            var ext4 = new Ext4Blocks(blocks, super, problems, origin);
            Inode inode = Journal(ext4, problems, origin);
            return Play(blocks, new JournalFile(ext4, inode), super, problems, origin);
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage(Ext4Problems.Journal, origin,
                $"the file system {NotUnmounted(super)}, and its journal cannot be played back: {e.Message}; files may be older than they were, or torn");
            return new Replay(blocks, null, []);
        }
    }

    // The journal's inode, or what the superblock keeps of it (globals.rst, s_jnl_blocks) where that is none: it may be among what is only in the journal.
    private static Inode Journal(Ext4Blocks ext4, ProblemLog problems, Origin origin)
    {
        SuperBlock super = ext4.Super;
        string fault = $"the journal's inode {super.JournalInode} is no file";
        try
        {
            Inode inode = ext4.ReadInode(super.JournalInode);
            if (inode.Kind == EntryKind.File)
                return inode;
        }
        catch (EvidenceFormatException e) when (super.JournalCopy.Length > 0)
        {
            fault = e.Message;
        }
        if (super.JournalCopy.Length == 0)
            throw Ext4Problems.Bad(Ext4Problems.Journal, fault);
        problems.Warn(Ext4Problems.Journal, origin, $"{fault}; the superblock's copy of it is used");
        return Inode.OfJournal(super.JournalInode, super.JournalCopy);
    }

    // Copies of the superblock do not say.
    private static string NotUnmounted(SuperBlock super) => super.IsCopy ? "may not have been unmounted" : "was not unmounted";

    private static Replay Play(IBlockSource blocks, JournalFile file, SuperBlock super, ProblemLog problems, Origin origin)
    {
        JournalSuperBlock journal = JournalSuperBlock.Parse(file.Read(0));
        if (journal.BlockBytes != super.BlockBytes)
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"its blocks have {journal.BlockBytes} bytes, those of the file system {super.BlockBytes}");
        if (journal.Start == 0)
            return new Replay(blocks, null, []);
        Transaction[] transactions = [.. new JournalLog(journal, file.Read, why => problems.Damage(Ext4Problems.Journal, origin, why)).Transactions()];
        Dictionary<long, ReplacedBlock> replaced = Replaced(transactions, file, super);
        var fast = new FastCommitLog(i => file.Read(journal.End + 1 + i), journal.FastBlocks, journal.Sequence + (uint)transactions.Length);
        fast.Read();
        if (fast.Fault is { } fault)
            problems.Warn(Ext4Problems.Journal, origin,
                $"the journal's fast commits cannot be played back whole: {fault}; what the last seconds changed may be missing");
        string words = string.Create(CultureInfo.InvariantCulture,
            $"{transactions.Length} transactions of the journal played back in memory, {replaced.Count} blocks")
            + (fast.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", then {fast.Count} fast commits"));
        problems.Note(Ext4Problems.Replayed, origin, $"the file system was not unmounted: {words}");
        return new Replay(new ReplayedBlocks(blocks, super.BlockBytes, replaced), words, fast.Tags);
    }

    private static Dictionary<long, ReplacedBlock> Replaced(Transaction[] transactions, JournalFile file, SuperBlock super)
    {
        var revoked = new Dictionary<long, int>();
        for (int i = 0; i < transactions.Length; i++)
        {
            foreach (long block in transactions[i].Revoked)
                revoked[block] = i;
        }
        var replaced = new Dictionary<long, ReplacedBlock>();
        for (int i = 0; i < transactions.Length; i++)
        {
            foreach ((JournalTag tag, uint at) in transactions[i].Writes)
            {
                if (tag.Block >= 0 && tag.Block < super.BlockCount && (!revoked.TryGetValue(tag.Block, out int by) || by < i))
                    replaced[tag.Block] = new ReplacedBlock(file.PhysicalOffset(at), tag.IsEscaped);
            }
        }
        return replaced;
    }
}

/// <summary>The journal as a file of blocks.</summary>
internal sealed class JournalFile(Ext4Blocks ext4, Inode inode)
{
    private readonly IBlockMap _map = BlockMaps.Of(ext4, inode);

    public byte[] Read(uint block)
    {
        byte[] bytes = new byte[ext4.Super.BlockBytes];
        ext4.Blocks.ReadAt(PhysicalOffset(block), bytes);
        return bytes;
    }

    /// <summary>Where a block of the journal lies on the volume, in bytes.</summary>
    public long PhysicalOffset(uint block)
    {
        BlockRun run = _map.Find(block);
        if (run.Physical == 0)
            throw Ext4Problems.Bad(Ext4Problems.Journal, $"block {block} of the journal lies in a hole");
        return run.Physical * ext4.Super.BlockBytes;
    }
}
