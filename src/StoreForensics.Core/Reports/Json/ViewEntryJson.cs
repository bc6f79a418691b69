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
    /// <param name="json">Takes the object.</param>
    /// <param name="listed">The entry.</param>
    /// <param name="viewed">What is listed.</param>
    /// <param name="digests">For <c>sha256</c>, null where a file has none; null: there is no such key.</param>
    public static void Write(Utf8JsonWriter json, ListedEntry listed, ViewedObject viewed, EntryDigests? digests = null)
    {
        ViewEntry entry = listed.Entry;
        json.WriteStartObject();
        if (viewed.IsHost)
            HostEntryJson.WriteFacts(json, listed);
        else
            WriteFacts(json, listed);
        json.WriteText("layer", viewed.IsHost ? null : entry.Layer.Id);
        json.WriteCount("step", viewed.IsHost ? null : viewed.StepOf(entry.Layer));
        if (digests is not null)
            json.WriteText("sha256", digests.Of(entry) is { } digest ? Convert.ToHexStringLower(digest) : null);
        RecoveryJson.Write(json, entry.RecoveryOf());
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, ListedEntry listed)
    {
        ViewEntry entry = listed.Entry;
        json.WriteBytes("path", listed.Path.Span);
        VersionJson.WriteFacts(json, entry);
        json.WriteCount("nlink", !entry.IsDirectory ? Math.Max(1, entry.Tree.Extra(entry.Node).Links) : null);
        WriteLinks(json, entry);
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
