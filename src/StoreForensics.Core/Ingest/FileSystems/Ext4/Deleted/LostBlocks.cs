using System.Runtime.InteropServices;
using StoreForensics.Ingest.FileSystems.Contents;
using StoreForensics.Ingest.FileSystems.Ext4.Journal;

namespace StoreForensics.Ingest.FileSystems.Ext4.Deleted;

/// <summary>
/// Finds which blocks of deleted files went to something else: those that a bitmap says are in use, now or in any transaction since the deletion; those that a
/// later transaction wrote as metadata; and those that a file had which was deleted later.
/// </summary>
internal sealed class LostBlocks(Ext4Blocks ext4, JournalHistory journal, OldMaps maps, BlockUse use)
{
    private readonly List<Piece> _pieces = [];

    /// <param name="contents">Get their losses.</param>
    public void Find(IEnumerable<OldContent> contents)
    {
        foreach (OldContent content in contents)
            Add(content);
        AskNow();
        AskBitmaps();
        AskEachOther();
    }

    // A run is cut where a group ends.
    private void Add(OldContent content)
    {
        long ordinal = 0;
        foreach (BlockRun run in content.Runs)
        {
            for (long done = 0; run.Physical != 0 && done < run.Blocks;)
            {
                long start = run.Physical + done, group = use.GroupOf(start);
                long end = ext4.Super.FirstDataBlock + ((group + 1) * ext4.Super.BlocksPerGroup);
                long count = Math.Min(run.Blocks - done, end - start);
                _pieces.Add(new Piece(content, group, start, count, ordinal));
                (done, ordinal) = (done + count, ordinal + count);
            }
        }
    }

    private void AskNow()
    {
        foreach (Piece piece in _pieces)
        {
            for (long i = 0; i < piece.Count; i++)
            {
                if (!use.IsFree(piece.Start + i) || maps.IsWrittenAfter(piece.Start + i, piece.Content.Until))
                    piece.Content.Lose(piece.Ordinal + i);
            }
        }
    }

    private void AskBitmaps()
    {
        Dictionary<long, List<JournalCopy>> copies = Bitmaps();
        foreach (IGrouping<long, Piece> group in _pieces.GroupBy(p => p.Group))
        {
            if (copies.TryGetValue(group.Key, out List<JournalCopy>? list))
                AskBitmaps(list, [.. group.OrderByDescending(p => p.Content.Until)]);
        }
    }

    // From the newest bitmap back: all that were in use at any time after a piece was freed are together in one.
    private void AskBitmaps(List<JournalCopy> copies, Piece[] pieces)
    {
        byte[] used = new byte[ext4.Super.BlockBytes], block = new byte[used.Length];
        int next = copies.Count - 1;
        foreach (Piece piece in pieces)
        {
            for (; next >= 0 && copies[next].Sequence > piece.Content.Until; next--)
            {
                ext4.Blocks.ReadAt(copies[next].Bytes.Offset, block);
                Span<ulong> to = MemoryMarshal.Cast<byte, ulong>(used.AsSpan());
                Span<ulong> from = MemoryMarshal.Cast<byte, ulong>(block.AsSpan());
                for (int i = 0; i < to.Length; i++)
                    to[i] |= from[i];
            }
            for (long i = 0; i < piece.Count; i++)
            {
                if (BlockUse.IsSet(used, use.BitOf(piece.Start + i)))
                    piece.Content.Lose(piece.Ordinal + i);
            }
        }
    }

    private Dictionary<long, List<JournalCopy>> Bitmaps()
    {
        Dictionary<long, long> places = [];
        foreach (long group in _pieces.Select(p => p.Group).Distinct())
            places[use.PlaceOf(group)] = group;
        var copies = new Dictionary<long, List<JournalCopy>>();
        foreach (JournalCopy copy in journal.Copies)
        {
            if (!places.TryGetValue(copy.Block, out long group))
                continue;
            if (!copies.TryGetValue(group, out List<JournalCopy>? list))
                copies[group] = list = [];
            list.Add(copy);
        }
        return copies;
    }

    private void AskEachOther()
    {
        var near = new List<Piece>();
        foreach (Piece piece in _pieces.OrderBy(p => p.Start).ThenBy(p => p.Count))
        {
            near.RemoveAll(n => n.Start + n.Count <= piece.Start);
            foreach (Piece other in near)
                Compare(piece, other);
            // Many owners of one block are hostile, or so long ago that the bitmaps told.
            if (near.Count < 256)
                near.Add(piece);
        }
    }

    private static void Compare(Piece a, Piece b)
    {
        if (a.Content == b.Content)
            return;
        Piece older = a.Content.Of.Last < b.Content.Of.Last ? a : b, newer = older == a ? b : a;
        long start = Math.Max(a.Start, b.Start), end = Math.Min(a.Start + a.Count, b.Start + b.Count);
        bool isBoth = a.Content.Of.Last == b.Content.Of.Last;
        for (long block = start; block < end; block++)
        {
            older.Content.Lose(older.Ordinal + block - older.Start);
            if (isBoth)
                newer.Content.Lose(newer.Ordinal + block - newer.Start);
        }
    }

    private sealed record Piece(OldContent Content, long Group, long Start, long Count, long Ordinal);
}
