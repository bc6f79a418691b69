using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>What the OCI specification of a container says that it runs (opencontainers runtime-spec, config.md).</summary>
internal readonly struct OciSpec(JsonView json)
{
    // Linux has had 38 since 3.16, 41 since 5.9 (capability.h); an older kernel's list is as long as it knows.
    private const int AllCapabilities = 37;

    private static readonly string[] s_default =
    [
        "CAP_AUDIT_WRITE", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_MKNOD", "CAP_NET_BIND_SERVICE", "CAP_NET_RAW",
        "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT",
    ];

    public bool Exists => json.Exists;

    public IReadOnlyList<string> Args => Process.Texts("args") ?? [];

    /// <summary>In its order, with repetitions.</summary>
    public IReadOnlyList<string>? Env => Exists ? Process.Texts("env") ?? [] : null;

    public string? Hostname => json.NonEmpty("hostname");

    public string? WorkingDirectory => Process.NonEmpty("cwd");

    /// <summary>Numbers, as <c>uid:gid</c>; null for root.</summary>
    public string? User => Process.Object("user") is { } user && (user.Integer("uid") ?? 0, user.Integer("gid") ?? 0) is var (uid, gid) && (uid, gid) != (0, 0)
        ? $"{uid}:{gid}" : null;

    /// <summary>The binds; the rest is made by the runtime for every container.</summary>
    public IReadOnlyList<ContainerMount> Mounts
    {
        get
        {
            var mounts = new List<ContainerMount>();
            foreach (JsonView mount in json.Elements("mounts").Select(m => new JsonView(m)))
            {
                IReadOnlyList<string> options = mount.Texts("options") ?? [];
                if (mount.Text("destination") is { } destination && (mount.Text("type") == "bind" || options.Contains("bind") || options.Contains("rbind")))
                    mounts.Add(new ContainerMount
                    {
                        Type = "bind",
                        Source = mount.Text("source"),
                        Destination = destination,
                        ReadWrite = !options.Contains("ro"),
                    });
            }
            return mounts;
        }
    }

    /// <summary>Whether all that confines a container is left out: every capability is there, no system call is filtered and no path of /proc is masked or
    /// read-only, as <c>--privileged</c> makes it (containerd v2.1 pkg/oci/spec_opts.go, WithPrivileged). Null without a specification.</summary>
    public bool? IsPrivileged => !Exists ? null
        : Bounding.Count >= AllCapabilities && !Linux.Has("seccomp") && (Linux.Texts("maskedPaths") ?? []).Count == 0
            && (Linux.Texts("readonlyPaths") ?? []).Count == 0;

    /// <summary>Capabilities beyond containerd's default (pkg/oci/spec.go, defaultUnixCaps), in byte order; none of a privileged one. Null without a
    /// specification.</summary>
    public IReadOnlyList<string>? AddedCapabilities => !Exists ? null : IsPrivileged == true ? []
        : [.. Bounding.Except(s_default, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Of containerd's default those that are left out. Null without a specification.</summary>
    public IReadOnlyList<string>? DroppedCapabilities => !Exists ? null : [.. s_default.Except(Bounding, StringComparer.Ordinal)];

    /// <summary><c>host</c> where it has no network name space of its own; null where it has, or nothing is recorded.</summary>
    public string? NetworkMode => Mode("network");

    /// <inheritdoc cref="NetworkMode"/>
    public string? PidMode => Mode("pid");

    private IReadOnlyList<string> Bounding => Process.Object("capabilities")?.Texts("bounding") ?? [];

    private JsonView Linux => json.Object("linux") ?? default;

    // A specification for Linux lists every name space that is made or joined.
    private string? Mode(string type) =>
        json.Object("linux") is { } linux && !linux.Elements("namespaces").Any(n => new JsonView(n).Text("type") == type) ? "host" : null;

    private JsonView Process => json.Object("process") ?? default;
}
