namespace StoreForensics.Views;

/// <summary>In what two versions of one name differ.</summary>
[Flags]
public enum EntryAspects
{
    None = 0,
    Kind = 1,
    Mode = 2,
    Owner = 4,
    Size = 8,
    Modified = 16,
    Content = 32,
    LinkTarget = 64,
    Device = 128,
    Xattrs = 256,

    /// <summary>Whether the content differs cannot be told: one side cannot be read.</summary>
    UnknownContent = 512,
}

/// <summary>The words for <see cref="EntryAspects"/>.</summary>
public static class EntryAspectNames
{
    private static readonly (EntryAspects Aspect, string Name)[] s_names =
    [
        (EntryAspects.Kind, "kind"), (EntryAspects.Mode, "mode"), (EntryAspects.Owner, "owner"), (EntryAspects.Size, "size"), (EntryAspects.Modified, "mtime"),
        (EntryAspects.Content, "content"), (EntryAspects.UnknownContent, "content_unknown"), (EntryAspects.LinkTarget, "link_target"),
            (EntryAspects.Device, "device"), (EntryAspects.Xattrs, "xattrs"),
    ];

    /// <summary>Stable words, in a fixed order.</summary>
    public static IEnumerable<string> Of(EntryAspects aspects) => s_names.Where(n => aspects.HasFlag(n.Aspect)).Select(n => n.Name);
}
