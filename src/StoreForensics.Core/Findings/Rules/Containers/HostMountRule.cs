using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>Directories and sockets of the host that give power over it.</summary>
internal sealed class HostMountRule : IInventoryRule
{
    private static readonly Rule s_socket = new("container-engine-socket", "Socket of the engine among the mounts", FindingConfidence.High, ["T1610", "T1611"],
        "Containers and images made while it ran: whoever has the socket is root on the host.")
    {
        When = "The socket of Docker, containerd or Podman is mounted; medium where it is read-only, as monitoring and proxies have it: that keeps the file, not its use.",
        Alternatives = ["agents that start or watch containers: runners of builds, monitoring, reverse proxies"],
        Severities = [FindingSeverity.Medium, FindingSeverity.Critical],
    };

    private static readonly Rule s_host = new("container-host-path", "Sensitive path of the host among the mounts", FindingConfidence.High, ["T1611"],
        "Whether the container ran, and what changed on the host below that path from then on.")
    {
        When = "The host's root (critical) or a directory with power over it is mounted; low when read-only, and what Kubernetes' own components mount as a rule.",
        Alternatives = ["agents of monitoring, backup or logging that read the host"],
        Severities = [FindingSeverity.Low, FindingSeverity.High, FindingSeverity.Critical],
    };

    private static readonly string[] s_sensitive = ["/etc", "/root", "/boot", "/proc", "/sys", "/dev", "/usr", "/bin", "/sbin", "/lib", "/home",
        "/var/lib/docker", "/var/spool/cron", "/run", "/var/run", "/var/log",
        "/var/lib/kubelet", "/var/lib/containerd", "/var/lib/etcd"];

    public IReadOnlyList<Rule> Rules => [s_socket, s_host];

    public void Look(Inventory inventory, FindingSink sink)
    {
        foreach (Container container in inventory.Containers)
        {
            foreach (ContainerMount mount in container.Mounts ?? [])
            {
                if (mount.Type != "volume" && mount.Source is { Length: > 0 } source)
                    Look(container, mount, source.Length > 1 ? source.TrimEnd('/') : source, sink);
            }
        }
    }

    private static void Look(Container container, ContainerMount mount, string source, FindingSink sink)
    {
        string words = $"{DisplayText.Escape(source)} of the host {(ContainerSetting.HasRun(container) ? "was" : "was to be")} mounted at {DisplayText.Escape(mount.Destination ?? "?")}{(mount.ReadWrite == false ? ", read-only" : "")}{ContainerSetting.Ending(container)}.";
        if (source.EndsWith("docker.sock", StringComparison.Ordinal) || source.EndsWith("containerd.sock", StringComparison.Ordinal)
            || source.EndsWith("podman.sock", StringComparison.Ordinal))
            sink.Add(s_socket, mount.ReadWrite == false ? FindingSeverity.Medium : FindingSeverity.Critical, [container.DisplayName], words,
                container.Origin, time: container.Created?.Time);
        else if (source == "/")
            sink.Add(s_host, FindingSeverity.Critical, [container.DisplayName], words, container.Origin, time: container.Created?.Time);
        else if (IsSensitive(source))
            sink.Add(s_host, mount.ReadWrite == false || SystemPod.IsOrdinary(container) ? FindingSeverity.Low : FindingSeverity.High, [container.DisplayName],
                words, container.Origin, time: container.Created?.Time);
    }

    /// <summary>Whether a path of the host gives power over it. The kubelet's directories of single pods do not: they hold what belongs to the pod.</summary>
    public static bool IsSensitive(string source) =>
        source == "/" || (s_sensitive.Any(s => source == s || source.StartsWith(s + "/", StringComparison.Ordinal))
            && source is not ("/etc/localtime" or "/etc/timezone" or "/etc/hosts" or "/etc/resolv.conf")
            && !source.StartsWith("/var/lib/kubelet/pods/", StringComparison.Ordinal));
}
