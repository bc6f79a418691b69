using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Host;

/// <summary>Reads what the hosts in an evidence say of themselves and of their container engine.</summary>
internal static class HostReader
{
    /// <param name="files">The evidence.</param>
    /// <param name="dataRoots">The data roots that were read.</param>
    /// <param name="inventory">Gets the hosts; none where the evidence holds no more than data roots.</param>
    /// <param name="limits">How much is read; null: the usual.</param>
    public static void Read(EvidenceFiles files, IReadOnlyList<int> dataRoots, Inventory inventory, HostLimits? limits = null)
    {
        limits ??= HostLimits.Default;
        IReadOnlyList<int> roots = HostRoots.Find(files.Tree, dataRoots);
        if (roots.Count > limits.Hosts)
            files.Problems.Note("SF-HOST-0012", files.Origin(roots[limits.Hosts]),
                $"looks like the root of a host, as {roots.Count} directories do; the first {limits.Hosts} are read");
        foreach (int root in roots.Take(limits.Hosts))
        {
            var host = new HostFiles(files, root, limits);
            HostFacts facts = Facts(host);
            files.Problems.Contain(host.Root, () => DataRootHints.Check(host, facts, dataRoots));
            inventory.Hosts.Add(facts);
        }
    }

    private static HostFacts Facts(HostFiles files) => new()
    {
        Root = files.Root,
        Hostname = Fact(files, HostIdentity.Hostname),
        TimeZone = Fact(files, HostIdentity.TimeZone),
        MachineId = Fact(files, HostIdentity.MachineId),
        Os = Fact(files, OsRelease.Read),
        Kernels = Several(files, HostIdentity.Kernels),
        Packages = Several(files, Packages.Read),
        UnreadPackageDatabases = Several(files, Packages.Unread),
        DaemonJson = Fact(files, DaemonFile.Read),
        UnitFiles = Several(files, UnitFiles.Read),
        DockerOptions = Several(files, OptionFiles.Read),
        CronLines = Several(files, CronTables.Read),
        DockerGroup = Fact(files, DockerGroup.Read),
        LogLines = Several(files, SystemLogs.Read),
        UnreadLogs = Several(files, SystemLogs.Unread),
        ShellHistory = Several(files, ShellHistories.Read),
    };

    private static T? Fact<T>(HostFiles files, Func<HostFiles, T?> read)
        where T : class => files.Problems.ContainOr(files.Root, null, () => read(files));

    private static IReadOnlyList<T> Several<T>(HostFiles files, Func<HostFiles, IReadOnlyList<T>> read) =>
        files.Problems.ContainOr(files.Root, [], () => read(files));
}
