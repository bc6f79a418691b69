using System.Globalization;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>A name of the evidence's own tree: an object of <c>ls EVIDENCE @host</c>, with all that the wrapping holds; what it does not is null.</summary>
internal static class HostEntryJson
{
    /// <summary>
    /// <c>path</c>, <c>kind</c>, <c>mode</c>, <c>uid</c>, <c>gid</c>, <c>size</c> (of a directory the bytes that its file system records), <c>mtime</c>,
    /// <c>ctime</c>, <c>atime</c>, <c>btime</c>, <c>nlink</c>, <c>inode</c>, <c>device</c> (<c>major:minor</c> of a device node), <c>link_target</c>,
    /// <c>hardlink_of</c>, <c>xattrs</c> (name to lower-case hex; null where the wrapping has none of them for the entry).
    /// </summary>
    public static void WriteFacts(Utf8JsonWriter json, ListedEntry listed)
    {
        ViewEntry entry = listed.Entry;
        EntryKind kind = entry.Facts.Kind;
        KnownFacts known = entry.Known;
        NodeExtra extra = entry.Tree.Extra(entry.Node);
        json.WriteBytes("path", listed.Path.Span);
        json.WriteKind(kind);
        json.WriteMode("mode", known.Mode);
        json.WriteCount("uid", known.Uid);
        json.WriteCount("gid", known.Gid);
        json.WriteCount("size", Size(kind, known, extra));
        json.WriteTime("mtime", known.Modified);
        json.WriteTime("ctime", extra.Changed);
        json.WriteTime("atime", extra.Accessed);
        json.WriteTime("btime", extra.Born);
        json.WriteCount("nlink", extra.Links > 0 ? extra.Links : kind.IsDirectory() ? null : 1);
        json.WriteInode(extra.Inode);
        json.WriteText("device", kind is EntryKind.CharDevice or EntryKind.BlockDevice
            ? string.Create(CultureInfo.InvariantCulture, $"{extra.DeviceMajor}:{extra.DeviceMinor}") : null);
        if (kind == EntryKind.Symlink)
            json.WriteBytes("link_target", entry.Tree.LinkTarget(entry.Node));
        else
            json.WriteNull("link_target");
        VersionJson.WriteHardLink(json, entry);
        WriteXattrs(json, extra.Xattrs);
    }

    // A directory without a recorded size is one of a wrapping that records none; what has no bytes has 0 where there is an inode to say so.
    private static long? Size(EntryKind kind, KnownFacts known, NodeExtra extra) =>
        kind.IsDirectory() ? (extra.DirectorySize > 0 || extra.Inode != 0 ? extra.DirectorySize : null)
        : known.ContentSize ?? (kind is not (EntryKind.File or EntryKind.Symlink) && extra.Inode != 0 ? 0 : null);

    private static void WriteInode(this Utf8JsonWriter json, ulong inode)
    {
        if (inode == 0)
            json.WriteNull("inode");
        else
            json.WriteNumber("inode", inode);
    }

    private static void WriteXattrs(Utf8JsonWriter json, IReadOnlyList<ExtendedAttribute>? xattrs)
    {
        if (xattrs is null)
        {
            json.WriteNull("xattrs");
            return;
        }
        json.WriteStartObject("xattrs");
        foreach (ExtendedAttribute attribute in xattrs)
            json.WriteString(attribute.Name, Convert.ToHexStringLower(attribute.Value));
        json.WriteEndObject();
    }
}
