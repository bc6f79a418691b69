using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>An entry of a view: an object of <c>ls</c>.</summary>
public static class ViewEntryJson
{
    /// <summary>
    /// Owners are the container's, as in <see cref="FileChangeJson"/>. <c>nlink</c> is the number of names on disk, null where the evidence does not tell;
    /// <c>hardlink_of</c> the first of them in byte order, null for that one itself and for files with a single name.
    /// </summary>
    public static void Write(Utf8JsonWriter json, ListedEntry listed, ViewedObject viewed)
    {
        ViewEntry entry = listed.Entry;
        json.WriteStartObject();
        json.WriteBytes("path", listed.Path.Span);
        VersionJson.WriteFacts(json, entry);
        json.WriteCount("nlink", !entry.IsDirectory ? Math.Max(1, entry.Tree.Extra(entry.Node).Links) : null);
        WriteLinks(json, entry);
        json.WriteText("layer", entry.Layer.Id);
        json.WriteCount("step", viewed.StepOf(entry.Layer));
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, ViewEntry entry)
    {
        if (entry.Facts.Kind == EntryKind.Symlink)
            json.WriteBytes("link_target", entry.Tree.LinkTarget(entry.Node));
        else
            json.WriteNull("link_target");
        VersionJson.WriteHardLink(json, entry);
    }
}
