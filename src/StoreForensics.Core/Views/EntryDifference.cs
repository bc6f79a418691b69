using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;

namespace StoreForensics.Views;

/// <summary>Tells in what two versions of one name differ. Owners are the containers', times are compared as <see cref="EntryComparison"/> does.</summary>
internal static class EntryDifference
{
    /// <summary>Everything but the contents of files of equal size, which have to be read: see <see cref="NeedsContent"/>.</summary>
    public static EntryAspects Of(ViewEntry a, ViewEntry b)
    {
        ref readonly EvidenceNode x = ref a.Facts;
        ref readonly EvidenceNode y = ref b.Facts;
        if (a == b || x.Kind == EntryKind.Implied || y.Kind == EntryKind.Implied)
            return x.Kind.IsDirectory() == y.Kind.IsDirectory() ? EntryAspects.None : EntryAspects.Kind;
        EntryAspects aspects = x.Kind == y.Kind ? SameKind(a, b) : EntryAspects.Kind;
        // A link's permissions mean nothing, and file systems differ in what they show.
        if (x.Kind != EntryKind.Symlink && EntryComparison.ModeDiffers(a, b))
            aspects |= EntryAspects.Mode;
        if (Owner(a) != Owner(b) && !EntryComparison.IsLost(a, b, CopyLoss.Owners))
            aspects |= EntryAspects.Owner;
        // A directory's time tells that a name in it came or went, which is told of the name.
        if (!(x.Kind.IsDirectory() && y.Kind.IsDirectory()) && EntryComparison.TimeDiffers(a, b))
            aspects |= EntryAspects.Modified;
        return XattrsDiffer(a, b) ? aspects | EntryAspects.Xattrs : aspects;
    }

    /// <summary>Whether only their bytes tell if two files are the same.</summary>
    public static bool NeedsContent(ViewEntry a, ViewEntry b) =>
        a.Facts.Kind == EntryKind.File && b.Facts.Kind == EntryKind.File && a.Facts.Size == b.Facts.Size && a.Facts.Size > 0
        && !(ReferenceEquals(a.Tree, b.Tree) && a.Tree.FirstLink(a.Node) == b.Tree.FirstLink(b.Node));

    /// <summary>The same with the contents, from digests that were computed before.</summary>
    public static EntryAspects Of(ViewEntry a, ViewEntry b, ContentDigests digests)
    {
        EntryAspects aspects = Of(a, b);
        if (!NeedsContent(a, b))
            return aspects;
        return digests.AreEqual(a, b) switch
        {
            true => aspects,
            false => aspects | EntryAspects.Content,
            null => aspects | EntryAspects.UnknownContent,
        };
    }

    private static EntryAspects SameKind(ViewEntry a, ViewEntry b)
    {
        NodeExtra x = a.Tree.Extra(a.Node), y = b.Tree.Extra(b.Node);
        return a.Facts.Kind switch
        {
            EntryKind.File when a.Facts.LacksBytes || b.Facts.LacksBytes => EntryAspects.UnknownContent,
            EntryKind.File when a.Facts.Size != b.Facts.Size => EntryAspects.Size | EntryAspects.Content,
            EntryKind.Symlink when !a.Tree.LinkTarget(a.Node).SequenceEqual(b.Tree.LinkTarget(b.Node)) => EntryAspects.LinkTarget,
            EntryKind.CharDevice or EntryKind.BlockDevice when x.DeviceMajor != y.DeviceMajor || x.DeviceMinor != y.DeviceMinor => EntryAspects.Device,
            _ => EntryAspects.None,
        };
    }

    private static (uint Uid, uint Gid) Owner(ViewEntry entry)
    {
        UserNamespace? remapped = entry.Layer.Store.UserNamespace;
        return (remapped?.UidInContainer(entry.Facts.Uid) ?? entry.Facts.Uid, remapped?.GidInContainer(entry.Facts.Gid) ?? entry.Facts.Gid);
    }

    private static bool XattrsDiffer(ViewEntry a, ViewEntry b)
    {
        ExtendedAttribute[] x = Xattrs(a), y = Xattrs(b);
        return x.Length != y.Length || x.Zip(y).Any(p => p.First.Name != p.Second.Name || !p.First.Value.AsSpan().SequenceEqual(p.Second.Value));
    }

    private static ExtendedAttribute[] Xattrs(ViewEntry entry)
    {
        if (entry.Tree.Extra(entry.Node).Xattrs is not { } all)
            return [];
        IWhiteouts whiteouts = entry.Layer.Files!.Whiteouts;
        return [.. all.Where(x => !whiteouts.IsOwnXattr(x.Name)).OrderBy(x => x.Name, StringComparer.Ordinal)];
    }
}
