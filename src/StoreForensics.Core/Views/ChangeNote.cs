using StoreForensics.Evidence;

namespace StoreForensics.Views;

/// <summary>What a change amounts to where that is less, or other, than it seems. The words are stable.</summary>
public static class ChangeNote
{
    /// <summary>Null for what was added or deleted, for directories that are listed for what is inside, and where there is nothing to remark.</summary>
    public static string? Of(FileChange change, EntryAspects aspects)
    {
        if (change.Below is not ViewEntry before || !change.IsOwn)
            return null;
        if (aspects.HasFlag(EntryAspects.Kind))
            return $"was a {before.Facts.Kind.Name()}";
        const EntryAspects content = EntryAspects.Content | EntryAspects.UnknownContent | EntryAspects.LinkTarget | EntryAspects.Device;
        if ((aspects & content) == 0)
            return Unchanged(change.Kind, aspects);
        return change.Kind == EntryKind.File && aspects.HasFlag(EntryAspects.Content) && !aspects.HasFlag(EntryAspects.Modified)
            ? "content changed, modification time kept" : null;
    }

    // A file that was only touched and one that was written anew with the same bytes look alike: each has a new time alone.
    private static string? Unchanged(EntryKind kind, EntryAspects aspects) => aspects switch
    {
        EntryAspects.None => "rewritten unchanged",
        EntryAspects.Modified => kind == EntryKind.File ? "only touched, or rewritten with the same content" : "only touched",
        EntryAspects.Mode => "only re-moded",
        EntryAspects.Owner => "only re-owned",
        EntryAspects.Xattrs => "only extended attributes",
        _ => kind == EntryKind.File ? "content unchanged" : null,
    };
}
