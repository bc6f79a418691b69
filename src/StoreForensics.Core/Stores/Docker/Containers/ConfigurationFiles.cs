using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// The two configuration files of a container. The engine writes each under a temporary name, <c>.tmp-NAME</c> and digits, and renames it (moby v20.10
/// pkg/ioutils/fswriters.go, container/container.go): where a crash left the file empty or of NUL bytes, a whole temporary one tells what it was to hold.
/// </summary>
internal sealed class ConfigurationFiles(EvidenceFiles files, int directory)
{
    // The engine leaves one for each crash; more than a few are somebody's doing.
    private const int MaxTemporary = 16;

    /// <summary>The file that was used, or the one that cannot be read, and what it holds; null where there is none.</summary>
    public (int? Node, JsonView? Json) Configuration(string id)
    {
        if (files.File(directory, "config.v2.json"u8) is not int node)
        {
            if (files.File(directory, "config.json"u8) is int old)
                return (old, JsonFile.Read(files, old));
            return Temporary("config.v2.json", null, json => IsOf(json, id));
        }
        return JsonFile.Read(files, node) is { } json ? (node, json) : Temporary("config.v2.json", node, json => IsOf(json, id));
    }

    /// <summary>Null when it is unknown.</summary>
    /// <param name="config">The container's own configuration, which held this one too before 0.11 and which has no driver before 0.7.</param>
    public JsonView? HostConfiguration(JsonView? config)
    {
        if (files.File(directory, "hostconfig.json"u8) is int node)
            return JsonFile.Read(files, node) ?? Temporary("hostconfig.json", node, static _ => true).Json;
        if (config?.Object("HostConfig") is { } inside)
            return inside;
        if (config?.Has("Driver") == false)
            return default(JsonView);
        if (Temporary("hostconfig.json", null, static _ => true).Json is { } left)
            return left;
        // Written at the creation of every container since there are drivers (moby v0.7.2 runtime.go).
        if (config is not null && files.Tree.Child(directory, "hostconfig.json"u8) == EvidenceTree.None)
            files.Problems.Warn("SF-CONTAINER-0008", files.Origin(directory),
                "the container has no hostconfig.json: its privileges, networking, mounts and restart policy are unknown");
        return null;
    }

    // A temporary file of another container was put there by hand.
    private static bool IsOf(JsonView json, string id) => json.NonEmpty("ID") == id;

    private (int? Node, JsonView? Json) Temporary(string name, int? broken, Func<JsonView, bool> isIts)
    {
        foreach (int node in NewestFirst(Encoding.UTF8.GetBytes(".tmp-" + name)))
        {
            if (TryRead(node) is not { } json || !isIts(json))
                continue;
            files.Problems.Warn("SF-CONTAINER-0021", files.Origin(node),
                $"{name} {(broken is null ? "is missing" : "cannot be read")}; this file beside it, named as the engine names what it is writing, is whole and is used in its place");
            return (node, JsonFile.Read(files, node));
        }
        return (broken, null);
    }

    private IEnumerable<int> NewestFirst(byte[] prefix)
    {
        var found = new List<int>();
        foreach (int child in files.Tree.Children(directory))
        {
            if (files.Tree[child].Kind == EntryKind.File && files.Tree.Name(child).StartsWith(prefix))
                found.Add(child);
        }
        return found.OrderByDescending(child => files.Tree[child].Modified).Take(MaxTemporary);
    }

    // What is wrong with one that is not used matters to nobody.
    private JsonView? TryRead(int node) => JsonFile.Read(new EvidenceFiles(files.Source, new ProblemLog()), node);
}
