using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Views;

/// <summary>Whether two versions of one name differ, by the rule of <c>docker diff</c>.</summary>
internal static class EntryComparison
{
    private const string Capability = "security.capability";

    /// <summary>
    /// Type, mode, owner, device number or file capability; for anything but directories also size, time or link target. Times are compared in whole seconds
    /// when either side lacks a fraction. An implied directory has no metadata to compare.
    /// </summary>
    public static bool Differs(ViewEntry newer, ViewEntry older)
    {
        if (newer == older)
            return false;
        ref readonly EvidenceNode a = ref newer.Facts;
        ref readonly EvidenceNode b = ref older.Facts;
        if (a.Kind.IsDirectory() != b.Kind.IsDirectory())
            return true;
        if (a.Kind == EntryKind.Implied || b.Kind == EntryKind.Implied)
            return false;
        if (a.Kind != b.Kind || ModeDiffers(newer, older) || OwnerDiffers(newer, older) || DeviceDiffers(newer, older) || CapabilityDiffers(newer, older))
            return true;
        return !a.Kind.IsDirectory() && (SizeDiffers(a, b) || TimeDiffers(newer, older) || LinkDiffers(newer, older));
    }

    /// <summary>Whether the modes differ in what the copies kept of them.</summary>
    public static bool ModeDiffers(ViewEntry newer, ViewEntry older) => ModeDiffers(newer.Copy, newer.Facts, older);

    /// <summary>The same of an entry that is in no view.</summary>
    public static bool ModeDiffers(CopyFacts copy, in EvidenceNode newer, ViewEntry older)
    {
        int lost = newer.Kind.IsDirectory() ? copy.LostDirectoryMode | older.Copy.LostDirectoryMode : copy.LostFileMode | older.Copy.LostFileMode;
        return ((newer.Mode ^ older.Facts.Mode) & ~lost) != 0;
    }

    /// <summary>Whether the owners differ, where the copies kept them.</summary>
    public static bool OwnerDiffers(CopyFacts copy, in EvidenceNode newer, ViewEntry older) =>
        (newer.Uid != older.Facts.Uid || newer.Gid != older.Facts.Gid) && !copy.HasLost(CopyLoss.Owners) && !older.Copy.HasLost(CopyLoss.Owners);

    /// <summary>Whether the modification times differ; those that are unknown or that a copy did not keep never do.</summary>
    public static bool TimeDiffers(ViewEntry newer, ViewEntry older) =>
        !IsLost(newer, older, newer.IsDirectory ? CopyLoss.DirectoryTimes : CopyLoss.FileTimes) && TimeDiffers(newer.Facts, older.Facts);

    /// <summary>Whether either copy did not keep that.</summary>
    public static bool IsLost(ViewEntry newer, ViewEntry older, CopyLoss what) => newer.Copy.HasLost(what) || older.Copy.HasLost(what);

    /// <summary>Whether the modification times differ; unknown times never do.</summary>
    public static bool TimeDiffers(in EvidenceNode a, in EvidenceNode b)
    {
        if (a.Modified is not Timestamp x || b.Modified is not Timestamp y)
            return false;
        if (x.Seconds != y.Seconds)
            return true;
        bool wholeSeconds = !a.HasFraction || !b.HasFraction || x.Nanoseconds == 0 || y.Nanoseconds == 0;
        return !wholeSeconds && x.Nanoseconds != y.Nanoseconds;
    }

    private static bool OwnerDiffers(ViewEntry newer, ViewEntry older) => OwnerDiffers(newer.Copy, newer.Facts, older);

    private static bool SizeDiffers(in EvidenceNode a, in EvidenceNode b) => a.Size != b.Size && !a.LacksBytes && !b.LacksBytes;

    private static bool DeviceDiffers(ViewEntry newer, ViewEntry older)
    {
        if (newer.Facts.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice))
            return false;
        NodeExtra a = newer.Tree.Extra(newer.Node), b = older.Tree.Extra(older.Node);
        return a.DeviceMajor != b.DeviceMajor || a.DeviceMinor != b.DeviceMinor;
    }

    private static bool LinkDiffers(ViewEntry newer, ViewEntry older) =>
        newer.Facts.Kind == EntryKind.Symlink && !newer.Tree.LinkTarget(newer.Node).SequenceEqual(older.Tree.LinkTarget(older.Node));

    private static bool CapabilityDiffers(ViewEntry newer, ViewEntry older)
    {
        byte[]? a = newer.Tree.Xattr(newer.Node, Capability), b = older.Tree.Xattr(older.Node, Capability);
        return (a is null) != (b is null) || (a is not null && !a.AsSpan().SequenceEqual(b));
    }
}
