using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>What the OCI specification of a container says that it runs (opencontainers runtime-spec, config.md).</summary>
internal readonly struct OciSpec(JsonView json)
{
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

    private JsonView Process => json.Object("process") ?? default;
}
