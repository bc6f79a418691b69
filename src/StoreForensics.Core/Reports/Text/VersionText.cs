using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Reports.Text;

/// <summary>Versions of a path in a few words, for people.</summary>
public static class VersionText
{
    /// <summary>One version: <c>file 0644 0:0 12 B 2015-03-04T05:06:07Z</c>, a link with its target.</summary>
    public static string Of(ViewEntry entry)
    {
        ref readonly EvidenceNode node = ref entry.Facts;
        if (node.Kind == EntryKind.Implied)
            return "dir, nothing recorded of it";
        string size = node.Kind == EntryKind.File ? " " + Size(entry) : "";
        string target = node.Kind == EntryKind.Symlink ? " -> " + DisplayText.Escape(entry.Tree.LinkTarget(entry.Node)) : "";
        return $"{node.Kind.Name()} {Mode(entry)} {Owner(entry)}{size} {Time(entry)}{target}";
    }

    /// <summary>What differs, before and after: <c>mode 0644 → 0755, size 12 B → 14 B</c>. Empty when nothing does.</summary>
    public static string Differences(ViewEntry before, ViewEntry after, EntryAspects aspects)
    {
        if (aspects.HasFlag(EntryAspects.Kind))
            return $"{Of(before)} → {Of(after)}";
        var parts = new List<string>();
        void Part(EntryAspects aspect, string name, Func<ViewEntry, string> value)
        {
            if (aspects.HasFlag(aspect))
                parts.Add($"{name} {value(before)} → {value(after)}");
        }
        Part(EntryAspects.Mode, "mode", Mode);
        Part(EntryAspects.Owner, "owner", Owner);
        Part(EntryAspects.Size, "size", Size);
        Part(EntryAspects.Modified, "mtime", Time);
        Part(EntryAspects.LinkTarget, "target", e => DisplayText.Escape(e.Tree.LinkTarget(e.Node)));
        Part(EntryAspects.Device, "device", Device);
        if (aspects.HasFlag(EntryAspects.Content) && !aspects.HasFlag(EntryAspects.Size))
            parts.Add("content differs");
        if (aspects.HasFlag(EntryAspects.UnknownContent))
            parts.Add("content cannot be compared");
        if (aspects.HasFlag(EntryAspects.Xattrs))
            parts.Add("extended attributes differ");
        return string.Join(", ", parts);
    }

    private static string Mode(ViewEntry entry) => KnownText.Mode(entry.Known);

    private static string Owner(ViewEntry entry) => KnownText.Owner(entry.Known, entry.Layer.Store.UserNamespace);

    private static string Size(ViewEntry entry) => KnownText.Number(entry.Known.Size) + " B";

    // Whole seconds are enough for people, unless there is nothing else to tell two times apart.
    private static string Time(ViewEntry entry) => entry.Known.Modified is not { } time ? "unknown time"
        : time.Nanoseconds == 0 && time.IsUsable ? time.ToString()[..19] + "Z" : time.ToString();

    private static string Device(ViewEntry entry)
    {
        NodeExtra extra = entry.Tree.Extra(entry.Node);
        return string.Create(CultureInfo.InvariantCulture, $"{extra.DeviceMajor},{extra.DeviceMinor}");
    }
}
