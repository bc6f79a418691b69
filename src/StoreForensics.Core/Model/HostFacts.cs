using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>
/// What a host says of itself and of its container engine, where the evidence holds more of it than a data root. Null is unknown: the file is missing, empty or
/// could not be read. Nothing here is believed anywhere else in the program: these files can be edited by whoever owned the host.
/// </summary>
public sealed record HostFacts
{
    /// <summary>The directory that was the host's <c>/</c>.</summary>
    public required Origin Root { get; init; }

    /// <summary><c>etc/hostname</c>: its first line that is no comment (hostname(5)).</summary>
    public HostText? Hostname { get; init; }

    /// <summary>A name of the tz database: <c>etc/timezone</c>, else what <c>etc/localtime</c> points to below <c>zoneinfo/</c>.</summary>
    public HostText? TimeZone { get; init; }

    /// <summary><c>etc/machine-id</c>, else <c>var/lib/dbus/machine-id</c> (machine-id(5)).</summary>
    public HostText? MachineId { get; init; }

    public HostOs? Os { get; init; }

    /// <summary>Versions that are installed, not the one that ran: names in <c>lib/modules</c> and of <c>boot/vmlinuz-*</c>, each once.</summary>
    public IReadOnlyList<HostText> Kernels { get; init; } = [];

    public IReadOnlyList<HostPackage> Packages { get; init; } = [];

    /// <summary>Databases of packages that are there and not read (rpm).</summary>
    public IReadOnlyList<HostFile> UnreadPackageDatabases { get; init; } = [];

    public HostDaemonJson? DaemonJson { get; init; }

    public IReadOnlyList<HostUnit> UnitFiles { get; init; } = [];

    /// <summary>Lines of <c>etc/default/docker</c> and <c>etc/sysconfig/docker*</c> that are not comments.</summary>
    public IReadOnlyList<HostText> DockerOptions { get; init; } = [];

    /// <summary>Lines of cron's tables and scripts that mention a container engine.</summary>
    public IReadOnlyList<HostText> CronLines { get; init; } = [];

    /// <summary>Users of the group <c>docker</c>; null where the host has no such group.</summary>
    public IReadOnlyList<HostMember>? DockerGroup { get; init; }

    /// <summary>Lines of the system's logs that mention Docker or containerd, at most a few hundred of each file.</summary>
    public IReadOnlyList<HostText> LogLines { get; init; } = [];

    /// <summary>Logs that are there and not read: systemd's journal, the audit log.</summary>
    public IReadOnlyList<HostFile> UnreadLogs { get; init; } = [];

    /// <summary>Commands in users' shell histories that mention a container engine.</summary>
    public IReadOnlyList<HostText> ShellHistory { get; init; } = [];
}
