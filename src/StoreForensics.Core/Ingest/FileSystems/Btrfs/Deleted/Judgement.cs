using System.Globalization;
using StoreForensics.Evidence;

namespace StoreForensics.Ingest.FileSystems.Btrfs.Deleted;

/// <summary>How sure a deleted file is, and why.</summary>
internal static class Judgement
{
    public static (Certainty, string) Of(OldFile file, EntryKind kind, OldContent? content)
    {
        string who = string.Create(CultureInfo.InvariantCulture, $"inode {file.Number} of tree {file.Tree}");
        if (file.Alive is not { } alive || content is null)
            return (Certainty.Name, $"{who}, of which no copy is left");
        string copy = string.Create(CultureInfo.InvariantCulture, $"{who} as transaction {alive.Generation} has it");
        if (file.IsHeld)
            copy += ", in a subvolume that was removed and not yet taken apart";
        if (kind is not (EntryKind.File or EntryKind.Symlink))
            return (Certainty.Intact, copy);
        if (kind == EntryKind.File && content.Extents.Count == 0 && content.IsWhole && !file.IsHeld)
            return (Certainty.Name, copy + ", none of its bytes had been written to the disk then");
        if (!content.IsWhole && content.Extents.Count == 0)
            return (Certainty.Name, copy + ", where its bytes lay is not known");
        string parts = string.Create(CultureInfo.InvariantCulture, $"{content.Lost} of its {content.Extents.Count} stretches");
        if (content.Lost > 0 && content.Lost == content.Extents.Count)
            return (Certainty.Name, $"{copy}, {parts} went to something else since");
        if (content.Lost > 0)
            return (Certainty.Partly, $"{copy}, {parts} went to something else since and read as zeros");
        if (!content.IsWhole)
            return (Certainty.Partly, copy + ", not all of its stretches are known: those read as zeros");
        if (content.Unproven > 0)
            return (Certainty.Partly, copy + ", its bytes lie in free space, and no checksum of the time proves that they are the same");
        return (Certainty.Intact, content.Extents.Any(e => e.Extent.Inline is null && !e.Extent.IsHole) && !file.IsHeld
            ? copy + ", its bytes have the checksums that the file system kept of them" : copy);
    }
}
