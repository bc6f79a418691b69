using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Commands that were run in containers, as events. No database records when: what is left of a session in <c>userdata/SESSION</c> does (podman v5.8
/// libpod/container_exec.go, oci_conmon_exec_common.go). The process' description is written before it starts, its number by conmon once it has,
/// its exit code below <c>exit</c> when it ends. A session that Podman has cleared away has none of it.
/// </summary>
internal sealed class PodmanExecs(EvidenceFiles files, StoreInfo store, IReadOnlyList<Container> containers)
{
    private const int MaxSessions = 100_000;

    public IEnumerable<EngineEvent> Events() => containers.Where(c => c.Execs.Count > 0 && c.Directory is not null)
        .SelectMany(c => c.Execs.Take(MaxSessions).SelectMany(e => Of(c, e)));

    private IEnumerable<EngineEvent> Of(Container container, ContainerExec exec)
    {
        if (!ObjectIds.IsDigest(Encoding.UTF8.GetBytes(exec.Id))
            || files.Directory(container.Directory!.Value.Node, Encoding.ASCII.GetBytes(exec.Id)) is not int session)
            yield break;
        string words = Words(container, exec);
        if (Described(session) is int described && files.Tree[described].Modified is { } made)
            yield return Event(container, made, "Description of a command run in a container written", $"Command set up in {words}", described);
        if (files.File(session, "exec_pid"u8) is int number && files.Tree[number].Modified is { } started)
            yield return Event(container, started, "Process number of a command run in a container written", $"Command started in {words}", number);
        if (files.Directory(session, "exit"u8) is int exits && files.File(exits, Encoding.ASCII.GetBytes(exec.Id)) is int exit
            && files.Tree[exit].Modified is { } ended)
            yield return Event(container, ended, "Exit code of a command run in a container written", $"Command ended in {words}{Code(exit)}", exit);
    }

    private EngineEvent Event(Container container, Timestamp time, string meaning, string message, int node) =>
        new("engine.event", time, meaning, message, files.Origin(node)) { Store = store, Container = container };

    // The name has a random part.
    private int? Described(int session)
    {
        foreach (int child in files.Tree.Children(session))
        {
            if (files.Tree.Name(child).StartsWith("exec-process-"u8) && files.Tree[child].Kind == EntryKind.File)
                return child;
        }
        return null;
    }

    private string Code(int node) => files.ReadText(files.Tree[node].Parent, files.Tree.Name(node)) is { Length: > 0 and < 8 } text
        && long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long code)
        ? string.Create(CultureInfo.InvariantCulture, $", exit code {code}") : "";

    private static string Words(Container container, ContainerExec exec)
    {
        string command = exec.Command is { } words ? string.Join(' ', words) : "command unknown";
        return $"{container.DisplayName}: {command} (session {exec.Id[..12]}{(exec.User is { } user ? $", user {user}" : "")})";
    }
}
