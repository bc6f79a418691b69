using StoreForensics.Model;

namespace StoreForensics.Docker.Host;

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
            files.Problems.Note("SF-HOST-0012", files.Origin(roots[limits.Hosts]), $"looks like the root of a host, as {roots.Count} directories do; the first {limits.Hosts} are read");
        foreach (int root in roots.Take(limits.Hosts))
        {
            var host = new HostFiles(files, root, limits);
            HostFacts facts = Facts(host);
            DataRootHints.Check(host, facts, dataRoots);
            inventory.Hosts.Add(facts);
        }
    }

    private static HostFacts Facts(HostFiles files) => new()
    {
        Root = files.Root,
        Hostname = HostIdentity.Hostname(files),
        TimeZone = HostIdentity.TimeZone(files),
        MachineId = HostIdentity.MachineId(files),
        Os = OsRelease.Read(files),
        Kernels = HostIdentity.Kernels(files),
        Packages = Packages.Read(files),
        UnreadPackageDatabases = Packages.Unread(files),
        DaemonJson = DaemonFile.Read(files),
        UnitFiles = UnitFiles.Read(files),
        DockerOptions = OptionFiles.Read(files),
        CronLines = CronTables.Read(files),
        DockerGroup = DockerGroup.Read(files),
        LogLines = SystemLogs.Read(files),
        UnreadLogs = SystemLogs.Unread(files),
        ShellHistory = ShellHistories.Read(files),
    };
}
