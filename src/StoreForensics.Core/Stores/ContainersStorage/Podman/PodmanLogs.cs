using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// The log file of a container of Podman: <c>userdata/ctr.log</c>, or where <c>--log-opt path</c> put it. Drivers <c>k8s-file</c> and <c>json-file</c> write
/// the lines of Kubernetes' runtimes both (conmon src/ctr_logging.c).
/// </summary>
internal static class PodmanLogs
{
    public static IReadOnlyList<LogFile> Find(StorageRoot root, LibpodContainer container, int? userdata, Origin origin)
    {
        EvidenceFiles files = root.Files;
        if (container.LogDriver == "journald")
            files.Problems.Note("SF-LIBPOD-0003", origin, "the container's log lies in the host's journal, which is not read as a container's log");
        if (container.LogPath is not { } path)
            return [];
        if (Node(root, path, userdata) is not int node)
            return [];
        return [new LogFile(files.Source, node, Format(files, node))];
    }

    /// <summary>In words, where the log lies if that is no file of the container's; null: it is, or there is none.</summary>
    public static string? Elsewhere(StorageRoot root, LibpodContainer container, string id)
    {
        if (container.LogDriver != "journald")
            return null;
        foreach (string path in (string[])["/var/log/journal", "/run/log/journal"])
        {
            if (HostPaths.Find(root.Files.Tree, root.Node, path) is int found && root.Files.Tree[found].Kind.IsDirectory())
                return $"in the journal at {root.Files.Tree.PathOf(found)} (journalctl -D of a copy of it, CONTAINER_ID_FULL={id})";
        }
        return "in the host's journal, which is not in the evidence (var/log/journal, or run/log/journal until a reboot)";
    }

    private static int? Node(StorageRoot root, string path, int? userdata)
    {
        EvidenceFiles files = root.Files;
        byte[] name = Encoding.UTF8.GetBytes(path[(path.LastIndexOf('/') + 1)..]);
        if (userdata is int own && path.Contains("/userdata/", StringComparison.Ordinal) && files.File(own, name) is int inside)
            return inside;
        return HostPaths.Find(files.Tree, root.Node, path) is int found && files.Tree[found].Kind == EntryKind.File ? found : null;
    }

    // Containers that Docker's own libraries logged for (before 1.0) have its JSON.
    private static LogFormat Format(EvidenceFiles files, int node)
    {
        try
        {
            return StoredFile.ReadHead(files.Source, node, 1) is [(byte)'{'] ? LogFormat.JsonFile : LogFormat.Cri;
        }
        catch (EvidenceFormatException e)
        {
            files.Problems.Damage("SF-STORE-0001", files.Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return LogFormat.Cri;
        }
    }
}
