using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Disks.Vhdx;

/// <summary>Applies the log of a VHDX that was not closed, in memory ([MS-VHDX] 2.3.3 Log Replay).</summary>
internal static class VhdxReplay
{
    /// <summary>The file itself when there is nothing to apply.</summary>
    public static IBlockSource Apply(DiskOpening opening, DiskFile file, VhdxHeader header)
    {
        if (header.Log == Guid.Empty)
            return file.Blocks;
        try
        {
            return Replayed(opening, file, header);
        }
        catch (EvidenceFormatException damage)
        {
            opening.Damage(DiskProblems.BadLog, file,
                $"the disk was not closed, and its log cannot be applied: {damage.Message}. It is read as it lies, and what was written last may be torn",
                damage.Offset);
            return file.Blocks;
        }
    }

    private static VhdxPatches Replayed(DiskOpening opening, DiskFile file, VhdxHeader header)
    {
        if (header.LogVersion != 0)
            throw new EvidenceFormatException(DiskProblems.BadLog, $"a log of version {header.LogVersion}");
        if (header.LogBytes is 0 or > VhdxLayout.MaxLogBytes || header.LogBytes % VhdxLayout.LogSectorBytes != 0 || header.LogOffset > long.MaxValue)
            throw new EvidenceFormatException(DiskProblems.BadLog, $"a log of {header.LogBytes} bytes at byte {header.LogOffset}");
        var log = new VhdxLog(file.Blocks.ReadBytes((long)header.LogOffset, (int)header.LogBytes), header.Log);
        IReadOnlyList<VhdxLogEntry> entries = log.ActiveSequence();
        if (entries.Count == 0)
            throw new EvidenceFormatException(DiskProblems.BadLog, "no sequence of log entries is whole", (long)header.LogOffset);
        if (entries[^1].FlushedFileBytes > (ulong)file.Blocks.Length)
            opening.Damage(DiskProblems.OddLength, file,
                $"{file.Blocks.Length} bytes where the log says that there were {entries[^1].FlushedFileBytes}: the file was cut");
        var patches = new VhdxPatches(file.Blocks);
        foreach (VhdxLogEntry entry in entries)
            log.Apply(entry, patches);
        // A hostile number here costs nothing: what lies past the file's end reads as zeros.
        patches.GrowTo((long)Math.Min(entries[^1].LastFileBytes, VhdxLayout.MaxDiskBytes));
        opening.Note(DiskProblems.Replayed, file, $"the disk was not closed: its log of {entries.Count} entries was applied in memory", (long)header.LogOffset);
        return patches;
    }
}
