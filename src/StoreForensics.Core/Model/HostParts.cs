using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>The distribution, as <c>os-release</c> names it (os-release(5)). Values without their quotes; null: not given.</summary>
/// <param name="PrettyName"><c>PRETTY_NAME</c>.</param>
/// <param name="Id"><c>ID</c>, lower-case.</param>
/// <param name="Version"><c>VERSION_ID</c>, or <c>VERSION</c> where that is missing.</param>
/// <param name="Origin">The file.</param>
public sealed record HostOs(HostText? PrettyName, HostText? Id, HostText? Version, Origin Origin);

/// <summary>A package of a container engine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">As the package manager spells it; null: not recorded.</param>
/// <param name="Status">dpkg's three words (<c>install ok installed</c>, <c>deinstall ok
/// config-files</c>); null where the database holds installed ones only (apk).</param>
/// <param name="Origin">The database, and where the package's paragraph begins in it.</param>
public sealed record HostPackage(HostText Name, HostText? Version, HostText? Status, Origin Origin);

/// <summary>A file that is there and is not read.</summary>
/// <param name="Origin">The file.</param>
/// <param name="SizeBytes">Its size.</param>
public sealed record HostFile(Origin Origin, long SizeBytes);

/// <summary>The engine's own configuration, <c>etc/docker/daemon.json</c>.</summary>
/// <param name="Text">The whole file.</param>
/// <param name="Settings">Its members in the order recorded; empty where it is not a JSON object.</param>
/// <param name="Origin">The file.</param>
public sealed record HostDaemonJson(HostText Text, IReadOnlyList<HostSetting> Settings, Origin Origin);

/// <param name="Key">The member's name.</param>
/// <param name="Json">Its value as JSON text, as recorded.</param>
public sealed record HostSetting(string Key, string Json);

/// <summary>A unit file or drop-in of systemd that says how an engine is started.</summary>
/// <param name="Origin">The file.</param>
/// <param name="LinkTarget">Where it is a symlink: to what, which is not followed (<c>/dev/null</c>: the unit is masked); else null.</param>
/// <param name="Lines">Its <c>ExecStart*</c>, <c>Environment*</c>, <c>ListenStream</c>
/// and <c>User</c> lines; lines that go on after a backslash are joined.</param>
public sealed record HostUnit(Origin Origin, HostText? LinkTarget, IReadOnlyList<HostText> Lines);

/// <summary>A user who may use the engine's socket by the group <c>docker</c>, which is as good as root.</summary>
/// <param name="Name">The user.</param>
/// <param name="IsPrimary">Whether the group is the user's primary one (<c>etc/passwd</c>); else the user is on the group's list (<c>etc/group</c>).</param>
/// <param name="Origin">The line that says so.</param>
public sealed record HostMember(HostText Name, bool IsPrimary, Origin Origin);

/// <summary>What a file of a Kubernetes node tells.</summary>
public enum NodeFileKind
{
    /// <summary>A pod that the kubelet runs of its own accord, without anybody asking the cluster.</summary>
    StaticPod,

    /// <summary>How the kubelet is set up, and with what it logs in.</summary>
    Kubelet,

    /// <summary>How pods get their networks (CNI).</summary>
    Network,

    /// <summary>How the engine is set up.</summary>
    Engine,

    /// <summary>A container that systemd starts, as a unit of the engine's own kind says.</summary>
    Unit,
}

/// <summary>A configuration file of a Kubernetes node, or of another host of containers.</summary>
/// <param name="Kind">What it tells.</param>
/// <param name="Path">On the host, absolute.</param>
/// <param name="Origin">The file.</param>
/// <param name="Modified">Its mtime; null when unknown.</param>
/// <param name="Text">Of a static pod or a unit what stands in it; null for others, and where it is too large or cannot be read.</param>
public sealed record NodeFile(NodeFileKind Kind, string Path, Origin Origin, Timestamp? Modified, string? Text);
