using StoreForensics.Model;

namespace StoreForensics.Findings.Rules.Containers;

/// <summary>
/// Kubernetes' own components (kube-proxy, network plugins, the control plane) need the node's network and devices: in their namespace that is ordinary, as
/// long as nothing goes with it that they do not need. Anybody who may make pods there can take the name, so it is said, but low.
/// </summary>
internal static class SystemPod
{
    private static readonly string[] s_namespaces = ["kube-system", "kube-flannel", "calico-system"];

    private static readonly string[] s_ordinary = ["/lib/modules", "/usr/lib/modules", "/etc/kubernetes/pki", "/etc/kubernetes/scheduler.conf",
        "/etc/kubernetes/controller-manager.conf", "/etc/ssl", "/etc/pki", "/etc/ca-certificates",
        "/usr/share/ca-certificates", "/usr/local/share/ca-certificates", "/usr/libexec/kubernetes", "/etc/cni", "/opt/cni", "/run/xtables.lock", "/run/flannel",
        "/var/run/calico", "/run/calico", "/var/log/calico", "/var/lib/calico", "/var/run/cilium", "/run/cilium", "/sys/fs/bpf", "/var/run/nodeagent",
        "/var/lib/etcd"];

    /// <summary>Whether a container is in a namespace of Kubernetes' own, and has neither the host's processes nor mounts beyond theirs.</summary>
    public static bool IsOrdinary(Container container) =>
        container.Pod?.Namespace is { } space && s_namespaces.Contains(space, StringComparer.Ordinal) && container.PidMode != "host"
        && container.Isolation.IpcMode != "host" && (container.Mounts ?? []).All(m => m.Source is not { } source || !HostMountRule.IsSensitive(source)
            || IsOrdinary(source));

    private static bool IsOrdinary(string source) => s_ordinary.Any(s => source == s || source.StartsWith(s + "/", StringComparison.Ordinal));
}
