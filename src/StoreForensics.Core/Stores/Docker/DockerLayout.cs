using StoreForensics.Stores.Layouts;

namespace StoreForensics.Stores.Docker;

/// <summary>What Docker keeps of containers, volumes and networks, in any era (moby v0.7.2 container.go, v1.9.1 daemon/container.go, v20.10
/// container/container.go, volume/local, libnetwork/datastore).</summary>
internal static class DockerLayout
{
    /// <summary>In the order of looking: what the container is, how it was started, what it printed, what it changed.</summary>
    public static IEnumerable<LayoutPlace> Containers { get; } =
    [
        new("containers/{container}", "A container's directory", "Its name is the container's id. It holds what the engine knows of the container, not the container's files.",
            Readings.Names),
        new("containers/{container}/config.json", "A container's configuration",
            "Name, image, command, environment, when it was started and how it ended, as JSON. Rewritten whenever one of them changes.", Readings.Json("Name")),
        new("containers/{container}/config.v2.json", "A container's configuration",
            "Name, image, command, environment, mounts, when it was started and how it ended, as JSON. Rewritten whenever one of them changes.", Readings.Json("Name")),
        new("containers/{container}/hostconfig.json", "What the container was allowed on the host",
            "Privileges, capabilities, published ports, directories of the host, memory, as JSON.", Readings.Json("Privileged")),
        new("containers/{container}/{container}-json.log", "What the container printed",
            "One JSON object a line, with stream and time: what docker logs shows. Older parts have .1, .2 behind the name.", Readings.Bytes),
        new("containers/{container}/local-logs/container.log", "What the container printed", "Records of the local log driver, each with its length before it.",
            Readings.Bytes),
        new("containers/{container}/container-cached.log", "A copy of what the container printed", "Kept beside a log that goes to another machine.", Readings.Bytes),
        new("containers/{container}/config.env", "The environment as the process got it", "With the variables that links to other containers add.", Readings.Bytes),
        new("containers/{container}/config.lxc", "The configuration for LXC", "Written for lxc-start, which started containers before Docker 0.9.", Readings.Text),
        new("containers/{container}/hostname", "The container's host name", "Mounted into the container as /etc/hostname.", Readings.Text),
        new("containers/{container}/hosts", "The container's host table", "Mounted into the container as /etc/hosts: its own address, and those of linked containers.",
            Readings.Text),
        new("containers/{container}/resolv.conf", "The container's name servers", "Mounted into the container as /etc/resolv.conf.", Readings.Text),
        new("containers/{container}/secrets", "Secrets of a swarm service", "A mount point while the container runs; what is in it otherwise was left behind.", Readings.Names),
        new("containers/{container}/checkpoints", "Checkpoints of the container", "Memory and state of its processes, made by docker checkpoint.", Readings.Names),
        new("containers/{container}/mounts", "Mount points of the container", "Such as its shared memory; empty while it does not run.", Readings.Names),
    ];

    /// <summary>What is kept beside images and containers.</summary>
    public static IEnumerable<LayoutPlace> Others { get; } =
    [
        new("linkgraph.db", "Names and links of containers", "An SQLite database: a row of edge for each name of a container, /NAME, and for each link, /NAME/ALIAS.",
            Readings.Known(Name)),
        new("volumes/metadata.db", "The volumes' database", "A bolt database with name, driver, labels and options of each volume.", Readings.Known(Volume)),
        new("volumes/{volume}/_data", "The data of a volume", "What containers see where the volume is mounted. It outlives them.", Readings.Names),
        new("volumes/{volume}/config.json", "A volume's configuration", "Its id and where its data lies, as JSON.", Readings.Json("Path")),
        new("volumes/{volume}", "A volume's directory", "Named by the volume: its data, or what is known of it.", Readings.Names),
        new("vfs/dir/{volume}", "The data of a volume", "Before Docker 1.7 volumes were directories of the vfs driver, whatever driver the images had.", Readings.Names),

        new("volumes", "Volumes", "A directory for each, named by it.", Readings.Names),
        new("network/files/local-kv.db", "The networks' database", "A bolt database with networks, endpoints and address pools.", Readings.Known(Network)),
        new("swarm/docker-state.json", "Membership in a swarm", "As JSON: addresses of managers.", Readings.Json("LocalAddr")),
        new("swarm/raft/wal-v3-encrypted", "A manager's log of the swarm", "Every change to services, secrets and nodes, encrypted with the key in swarm/certificates.", Readings.Names),
        new("swarm/worker/tasks.db", "Tasks of this node", "A bolt database of what the swarm runs here.", Readings.Bytes),
        new("buildkit/history.db", "Records of builds", "A bolt database: what docker buildx history shows.", Readings.Bytes),
        new("buildkit/cache.db", "The build cache's index", "A bolt database: which step of which build made which result.", Readings.Bytes),
        new("buildkit/metadata_v2.db", "The build cache's records", "A bolt database: sources, descriptions and last use of each cached result.", Readings.Bytes),
        new("engine-id", "The engine's id", "Drawn at random at the first start of Docker 23 or later.", Readings.Text),
        new("plugins", "Plugins", "Volume, network and log drivers that were installed, with their own files.", Readings.Names),
        new("trust", "Keys for content trust", "What signed images were checked with.", Readings.Names),
        new("key.json", "The engine's key", "Made at the first start of Docker 1.4 or later; its time is the time of that.", Readings.Bytes),
        new("init", "The init program", "dockerinit, which ran first in each container before Docker 1.11; its name has the version of the engine.", Readings.Names),
        new("execdriver/native/*/state.json", "The state of a running container", "Kept by the native driver of Docker 0.9 to 1.10; left behind by a crash.",
            Readings.Json("init_pid")),
        new("lxc-start-unconfined", "The LXC link", "A link that Docker before 0.9 makes at each start, under a name that no AppArmor profile is meant for.", Readings.Target),
        new("runtimes", "Other programs that run containers", "Scripts that the engine makes for runtimes besides runc.", Readings.Names),
        new("tmp", "Temporary files", "Of pulls, builds and loads; what is in it was left by one that was cut off.", Readings.Names),
        new("tmp-old", "Temporary files of before a start", "Moved aside and removed at the engine's start.", Readings.Names),
    ];

    private static (string, string?)? Name(LayoutScope scope) => scope.Names.Container is { Name: { } name } c ? ($"edge › /{name}", c.Id) : null;

    private static (string, string?)? Volume(LayoutScope scope) =>
        scope.Inventory.Volumes.Find(v => v.Store == scope.Store) is { } v ? ($"volumes › {v.Name}", v.Driver is { } driver ? $"driver {driver}" : "no driver named") : null;

    private static (string, string?)? Network(LayoutScope scope) =>
        scope.Inventory.Networks.Find(n => n.Store == scope.Store) is { } n ? ($"network › {n.Id}", n.Name) : null;
}
