using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.ContainersStorage.Records;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>Makes containers of Podman's records.</summary>
internal sealed class PodmanContainers(StorageRoot root, LibpodState state)
{
    // podman v5.8 libpod/diff.go.
    private static readonly HashSet<string> s_runTime =
    [
        "/dev", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf", "/proc", "/run", "/run/.containerenv", "/run/notify", "/run/podman-init",
        "/run/secrets", "/sys",
    ];

    private readonly EvidenceFiles _files = root.Files;

    /// <summary>Null where Podman knows no such container.</summary>
    /// <param name="store">Its store.</param>
    /// <param name="id">The container.</param>
    /// <param name="userdata">Its own directory; null where it is not in the evidence.</param>
    /// <param name="stored">The storage's record; null for a container that the storage does not have.</param>
    public Container? Read(StoreInfo store, string id, int? userdata, StoredContainer? stored)
    {
        if (!state.Containers.TryGetValue(id, out LibpodRecord? record))
            return null;
        JsonView run = userdata is int at && _files.File(at, "config.json"u8) is int node ? JsonFile.Read(_files, node) ?? default : default;
        var podman = new LibpodContainer(record, run);
        IReadOnlyList<string> args = podman.Args;
        IReadOnlyList<ContainerNetwork> networks = podman.Networks;
        (IReadOnlyList<string> added, IReadOnlyList<string> dropped) = LibpodCapabilities.Of(podman);
        return new Container
        {
            Id = id,
            Store = store,
            Origin = record.Origin,
            Directory = userdata is int own ? new EntryRef(_files.Source, own) : null,
            Name = podman.Name ?? (stored?.Names is [var first, ..] ? first : null),
            ImageName = podman.ImageName,
            ImageId = podman.ImageId,
            Pod = Pod(podman, id),
            Path = args.Count > 0 ? args[0] : null,
            Args = [.. args.Skip(1)],
            Created = podman.Created ?? stored?.Created,
            Started = podman.State.Time("startedTime"),
            Finished = podman.State.Time("finishedTime"),
            State = podman.StateWord,
            ExitCode = podman.State.Exists ? podman.State.Integer("exitCode") ?? 0 : null,
            Pid = podman.State.Exists ? podman.State.Integer("pid") ?? 0 : null,
            OomKilled = podman.State.Exists ? podman.State.Flag("oomKilled") == true : null,
            RestartCount = podman.State.Exists ? podman.State.Integer("restartCount") ?? 0 : null,
            Error = podman.State.NonEmpty("error"),
            Privileged = podman.Privileged,
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            CapAdd = added,
            CapDrop = dropped,
            NetworkMode = podman.NetworkMode,
            PidMode = podman.PidMode,
            IpAddress = networks.Select(n => n.IpAddress).FirstOrDefault(a => a is not null),
            Env = podman.Env,
            Labels = podman.Labels,
            Mounts = podman.Mounts(VolumePath),
            Ports = podman.Ports,
            RestartPolicy = podman.RestartPolicy,
            LogPath = podman.LogPath,
            LogDriver = podman.LogDriver,
            Links = [],
            Hostname = podman.Hostname ?? id[..Math.Min(12, id.Length)],
            Networks = networks,
            AutoRemove = podman.AutoRemove,
            Rootfs = RootfsTrees.Of(root, store, podman, userdata),
            Execs = [.. podman.Execs, .. state.Execs.Where(e => e.Value == id && !podman.Execs.Any(x => x.Id == e.Key)).Select(e =>
                new ContainerExec(e.Key, null, null))],
            LogPlace = PodmanLogs.Elsewhere(root, podman, id),
            RunTimePaths = s_runTime,
            Isolation = Isolation(podman),
            Config = new ContainerConfig
            {
                Hostname = podman.Hostname,
                User = podman.User,
                WorkingDir = podman.WorkingDirectory,
                Image = podman.ImageName,
                Env = podman.Env,
                Labels = podman.Labels,
            },
            Logs = _files.Problems.ContainOr(record.Origin, [], () => PodmanLogs.Find(root, podman, userdata, record.Origin)),
        };
    }

    private static ContainerIsolation Isolation(LibpodContainer podman) => new()
    {
        SecurityOpt = podman.IsUnconfined ? ["seccomp=unconfined"] : [],
        IpcMode = podman.IpcMode,
        UtsMode = podman.UtsMode,
        ReadonlyRootfs = podman.IsReadOnly,
        Runtime = podman.Runtime,
    };

    private PodMembership? Pod(LibpodContainer podman, string id)
    {
        if (podman.PodId is not { } podId)
            return null;
        LibpodRecord? pod = state.Pods.GetValueOrDefault(podId);
        string? infra = podman.IsInfra ? id : pod?.State.NonEmpty("InfraContainerID");
        return new PodMembership(pod?.Config.NonEmpty("name"), null, podId, infra, null, podman.IsInfra)
        {
            Created = pod?.Config.Time("created"),
            Labels = pod?.Config.Object("labels")?.TextMap(),
        };
    }

    private string? VolumePath(string name) => state.Volumes.TryGetValue(name, out LibpodRecord? volume) ? volume.Config.NonEmpty("mountPoint") : null;
}
