using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Model;
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
        ref readonly EvidenceNode node = ref change.Tree[change.Node];
        json.WriteStartObject();
        json.WriteString("change", [change.Change]);
        json.WriteBytes("path", change.PathBytes.Span);
        json.WriteKind(node.Kind);
        // A directory that the evidence implies but does not hold has no facts of its own.
        bool isRecorded = node.Kind != EntryKind.Implied;
        json.WriteMode("mode", isRecorded ? node.Mode : null);
        WriteOwners(json, isRecorded, node, UserNamespace.Of(change.Layer.Store));
        json.WriteCount("size", node.Kind is EntryKind.File or EntryKind.Symlink ? node.Size : null);
        json.WriteTime("mtime", node.Modified);
        json.WriteEndObject();
    }

    internal static void WriteOwners(Utf8JsonWriter json, bool isRecorded, in EvidenceNode node, UserNamespace? remapped)
    {
        json.WriteCount("uid", isRecorded ? remapped?.UidInContainer(node.Uid) ?? node.Uid : null);
        json.WriteCount("gid", isRecorded ? remapped?.GidInContainer(node.Gid) ?? node.Gid : null);
        if (remapped is null)
            return;
        json.WriteCount("host_uid", isRecorded ? node.Uid : null);
        json.WriteCount("host_gid", isRecorded ? node.Gid : null);
    }
}
