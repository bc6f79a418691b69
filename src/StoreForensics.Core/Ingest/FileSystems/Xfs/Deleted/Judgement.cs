using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Xfs.Inodes;

namespace StoreForensics.Ingest.FileSystems.Xfs.Deleted;

/// <summary>How sure a deleted file is, and why.</summary>
internal static class Judgement
{
    public static (Certainty, string) Of(InodeUse use, OldRuns? runs, LogReading log, int coreBytes)
    {
        Inode inode = use.Inode(coreBytes);
        string who = string.Create(CultureInfo.InvariantCulture, $"inode {use.Number}");
        if (use.Alive is not ulong alive)
            return (Certainty.Name, $"{who}, of which no copy from before it was deleted is left");
        string copy = $"{who} as {LogReading.Words(alive)} has it";
        if (use.IsOpen)
            copy = $"{who} has no name any more and was not freed";
        if (use.Kind != EntryKind.File)
            return use.Kind == EntryKind.Symlink && inode.Format != ForkFormat.Local
                ? (Certainty.Name, copy + ", its target lay in a block of its own") : (Certainty.Intact, copy);
        if (inode.Size == 0)
            return (Certainty.Name, copy + ", none of its bytes had been written to the disk then");
        if (runs is null)
            return (Certainty.Name, copy + ", where its blocks lay cannot be told");
        string blocks = string.Create(CultureInfo.InvariantCulture, $"{runs.Lost} of its {runs.Blocks} blocks");
        if (runs.Blocks > 0 && runs.Lost == runs.Blocks)
            return (Certainty.Name, $"{copy}, {blocks} went to something else since");
        if (runs.Lost > 0)
            return (Certainty.Partly, $"{copy}, {blocks} went to something else since and read as zeros");
        return use.IsOpen || log.IsWholeFrom(use.Ended ?? alive)
            ? (Certainty.Intact, $"{copy}, its blocks are free and the log says of none that something else had it since")
            : (Certainty.Partly, $"{copy}, its blocks are free, but the log does not tell of all that happened since");
    }
}
