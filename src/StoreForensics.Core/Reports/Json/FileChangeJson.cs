using System.Text.Json;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>A change to a file system: an object of <c>diff</c>, and of <c>changes</c> in <c>history --changes</c>.</summary>
public static class FileChangeJson
{
    /// <summary>
    /// Owners are the container's; where the store remaps them, <c>host_uid</c> and <c>host_gid</c> are the disk's. Of what is gone, the facts are those
    /// it had.
    /// </summary>
    public static void Write(Utf8JsonWriter json, FileChange change)
    {
        json.WriteStartObject();
        WriteChange(json, change);
        json.WriteEndObject();
    }

    /// <summary>
    /// The same with what the path was before: <c>before</c> (null for A; for D the same facts again), <c>differs</c> and <c>note</c>, and the names that
    /// belong together: <c>hardlink_of</c>, and <c>renamed_from</c> of a directory that was renamed.
    /// </summary>
    public static void Write(Utf8JsonWriter json, FileChange change, ContentDigests digests)
    {
        EntryAspects aspects = change.Aspects(digests);
        var entry = new ViewEntry(change.Layer, change.Node);
        json.WriteStartObject();
        WriteChange(json, change);
        VersionJson.Write(json, "before", change.Change == 'D' ? entry : change.Below);
        json.WriteTexts("differs", EntryAspectNames.Of(aspects));
        json.WriteText("note", ChangeNote.Of(change, aspects));
        VersionJson.WriteHardLink(json, entry);
        json.WriteBytes("renamed_from", change.RenamedFrom());
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, FileChange change)
    {
        json.WriteString("change", [change.Change]);
        json.WriteBytes("path", change.PathBytes.Span);
        VersionJson.WriteFacts(json, new ViewEntry(change.Layer, change.Node));
    }

    internal static void WriteOwners(Utf8JsonWriter json, KnownFacts known, UserNamespace? remapped)
    {
        json.WriteCount("uid", known.UidIn(remapped));
        json.WriteCount("gid", known.GidIn(remapped));
        if (remapped is null)
            return;
        json.WriteCount("host_uid", known.Uid);
        json.WriteCount("host_gid", known.Gid);
    }
}
