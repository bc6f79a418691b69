using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>
/// Logs in <c>/var/log/pods</c> that no container of any store has: <c>NAMESPACE_POD_UID/CONTAINER/N.log</c>, N the attempt (kubernetes
/// pkg/kubelet/kuberuntime/helpers.go, BuildContainerLogsDirectory, since 1.14). Neither namespace nor pod has an underscore in its name.
/// </summary>
internal sealed class PodLogFolders(EvidenceFiles files, Inventory inventory, StoreInfo store)
{
    private readonly HashSet<int> _known = [.. inventory.Containers.Concat(inventory.LoggedOnly).SelectMany(c => c.Logs)
        .Where(l => l.Source == files.Source).Select(l => l.Node)];

    /// <summary>By name, then by attempt.</summary>
    /// <param name="directory">The <c>pods</c> directory.</param>
    public IReadOnlyList<Container> Unknown(int directory)
    {
        var found = new List<Container>();
        foreach (int folder in files.Tree.Children(directory).ToArray())
        {
            if (files.Tree[folder].Kind.IsDirectory() && Pod(Encoding.UTF8.GetString(files.Tree.Name(folder))) is { } pod)
                files.Problems.Contain(files.Origin(folder), () => found.AddRange(OfPod(folder, pod)));
        }
        return [.. found.OrderBy(c => c.Name, StringComparer.Ordinal).ThenBy(c => c.Pod!.Attempt)];
    }

    private static PodMembership? Pod(string folder)
    {
        int first = folder.IndexOf('_', StringComparison.Ordinal), last = folder.LastIndexOf('_');
        return first > 0 && last > first + 1 && last < folder.Length - 1
            ? new PodMembership(folder[(first + 1)..last], folder[..first], folder[(last + 1)..], null, null, IsSandbox: false) : null;
    }

    private IEnumerable<Container> OfPod(int folder, PodMembership pod)
    {
        foreach (int child in files.Tree.Children(folder).ToArray())
        {
            if (!files.Tree[child].Kind.IsDirectory())
                continue;
            string name = $"{pod.Namespace}/{pod.Pod}/{Encoding.UTF8.GetString(files.Tree.Name(child))}";
            foreach (long attempt in Attempts(child))
            {
                IReadOnlyList<LogFile> logs = CriLogs.Rotations(files, child, Encoding.ASCII.GetBytes(LiveName(attempt)));
                if (!logs.Any(l => _known.Contains(l.Node)))
                    yield return new Container
                    {
                        Id = "",
                        Store = store,
                        Origin = files.Origin(logs[^1].Node),
                        Name = name,
                        Pod = pod with { Attempt = attempt },
                        Logs = logs,
                    };
            }
        }
    }

    // A rotated file may be all that is left of an attempt.
    private SortedSet<long> Attempts(int directory)
    {
        var attempts = new SortedSet<long>();
        foreach (int child in files.Tree.Children(directory))
        {
            ReadOnlySpan<byte> name = files.Tree.Name(child);
            int dot = name.IndexOf((byte)'.');
            if (dot > 0 && long.TryParse(name[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out long attempt)
                && CriLogs.Rotations(files, directory, Encoding.ASCII.GetBytes(LiveName(attempt))).Count > 0)
                attempts.Add(attempt);
        }
        return attempts;
    }

    private static string LiveName(long attempt) => attempt.ToString(CultureInfo.InvariantCulture) + ".log";
}
