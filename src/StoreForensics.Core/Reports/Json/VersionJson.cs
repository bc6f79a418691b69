using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model.Copies;
using StoreForensics.Views;

namespace StoreForensics.Reports.Json;

/// <summary>One version of a path inside another object: what it was, owners as in <see cref="FileChangeJson"/>.</summary>
internal static class VersionJson
{
    /// <summary>The facts; null where there is no such version.</summary>
    public static void Write(Utf8JsonWriter json, string name, ViewEntry? version, Action<Utf8JsonWriter, ViewEntry>? more = null)
    {
        if (version is not ViewEntry entry)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        WriteFacts(json, entry);
        more?.Invoke(json, entry);
        json.WriteEndObject();
    }

    /// <summary><c>kind</c>, <c>mode</c>, <c>uid</c>, <c>gid</c>, <c>size</c>, <c>mtime</c>.</summary>
    public static void WriteFacts(Utf8JsonWriter json, ViewEntry entry)
    {
        KnownFacts known = entry.Known;
        json.WriteKind(entry.Facts.Kind);
        json.WriteMode("mode", known.Mode);
        FileChangeJson.WriteOwners(json, known, entry.Layer.Store.UserNamespace);
        json.WriteCount("size", known.ContentSize);
        json.WriteTime("mtime", known.Modified);
    }

    /// <summary><c>hardlink_of</c>: the first of the file's names in the same layer; null for that one itself and for files with a single name.</summary>
    public static void WriteHardLink(Utf8JsonWriter json, ViewEntry entry)
    {
        int first = entry.Facts.Kind == EntryKind.File ? entry.Tree.FirstLink(entry.Node) : entry.Node;
        if (first != entry.Node && entry.Tree.IsWithin(first, entry.Layer.Files!.Root))
            json.WriteBytes("hardlink_of", [(byte)'/', .. entry.Tree.PathOf(first, entry.Layer.Files.Root).Bytes]);
        else
            json.WriteNull("hardlink_of");
    }
}
