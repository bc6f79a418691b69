using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>
/// <c>containers/&lt;id&gt;/</c> of any era: <c>config.json</c> (to 1.9) or <c>config.v2.json</c> (1.10 on), <c>hostconfig.json</c>, <c>config.env</c>, logs
/// (moby v0.7.2 container.go, v1.9.1 daemon/container.go, v20.10 container/container.go).
/// </summary>
internal sealed class ContainerDirectory(EvidenceFiles files, ContainerFiles collected)
{
    /// <summary>
    /// Reads one directory. A container whose configuration is missing or broken is still a container: its id, and null for the rest.
    /// </summary>
    public Container Read(int directory, Func<string?, StoreInfo> storeOf)
    {
        string id = Encoding.UTF8.GetString(files.Tree.Name(directory));
        return files.Problems.ContainOr(files.Origin(directory), null, () => Read(directory, id, storeOf))
            ?? new Container { Id = id, Store = storeOf(null), Origin = files.Origin(directory) };
    }

    private Container Read(int directory, string id, Func<string?, StoreInfo> storeOf)
    {
        var stored = new ConfigurationFiles(files, directory);
        (int? node, JsonView? known) = stored.Configuration(id);
        // That none has one is said of the root.
        if (node is null && !collected.IsLogsOnly)
            files.Problems.Warn("SF-CONTAINER-0001", files.Origin(directory), "the container has no configuration file: an interrupted creation or removal");
        JsonView config = known ?? default;
        JsonView? host = stored.HostConfiguration(known);
        CheckId(config, node ?? directory, id);
        Container container = Build(id, directory, node, known, host, storeOf(config.NonEmpty("Driver")));
        CheckLog(container, directory);
        JsonView? logOptions = host?.Object("LogConfig")?.Object("Config");
        new LogRotation(files, directory).Check(id + "-json.log", logOptions);
        if (files.Directory(directory, "local-logs"u8) is int local)
            new LogRotation(files, local).Check("container.log", logOptions);
        return container;
    }

    // The engine makes the log at the first start. Without a driver's name an empty path says that there is none.
    private void CheckLog(Container container, int directory)
    {
        bool keepsLog = container.LogDriver is "json-file" or "local" || (string.IsNullOrEmpty(container.LogDriver) && container.LogPath != "");
        if (keepsLog && container is { Started: not null, Logs.Count: 0 })
            files.Problems.Warn("SF-CONTAINER-0009", files.Origin(directory), "the container was started, and its log is missing");
    }

    private void CheckId(JsonView config, int node, string id)
    {
        if (config.NonEmpty("ID") is { } claimed && claimed != id)
            files.Problems.Warn("SF-CONTAINER-0002", files.Origin(node),
                $"the container calls itself {Primitives.DisplayText.Escape(claimed)}, which is not its directory's name");
    }

    private Container Build(string id, int directory, int? node, JsonView? known, JsonView? knownHost, StoreInfo store)
    {
        JsonView config = known ?? default, host = knownHost ?? default;
        bool isKnown = known is not null, isHostKnown = knownHost is not null;
        var state = new ContainerState(config.Object("State") ?? default);
        JsonView network = config.Object("NetworkSettings") ?? default;
        ContainerConfig? own = ConfigReader.Read(config, "Config");
        IReadOnlyList<ContainerNetwork> networks = ContainerNetworks.Read(network);
        return new Container
        {
            Id = id,
            Store = store,
            Origin = files.Origin(node ?? directory),
            Directory = new EntryRef(files.Source, directory),
            Name = config.NonEmpty("Name")?.TrimStart('/'),
            ImageName = own?.Image,
            ImageId = config.NonEmpty("Image"),
            Path = config.NonEmpty("Path"),
            Args = config.Texts("Args") ?? [],
            Created = config.Time("Created"),
            Started = state.Started,
            Finished = state.Finished,
            State = node is null ? null : state.Word,
            ExitCode = state.ExitCode,
            Pid = state.Pid,
            OomKilled = state.OomKilled,
            Error = state.Error,
            RestartCount = config.Integer("RestartCount"),
            Privileged = host.Flag("Privileged"),
            IsConfigKnown = isKnown,
            IsHostConfigKnown = isHostKnown,
            CapAdd = host.Texts("CapAdd") ?? (isHostKnown ? [] : null),
            CapDrop = host.Texts("CapDrop") ?? (isHostKnown ? [] : null),
            NetworkMode = host.Text("NetworkMode"),
            PidMode = host.Text("PidMode"),
            IpAddress = network.NonEmpty("IPAddress") ?? networks.Select(n => n.IpAddress).FirstOrDefault(a => a is not null),
            Env = own?.Env ?? (isKnown ? [] : null),
            EffectiveEnv = EffectiveEnvironment(directory),
            Labels = own?.Labels ?? (isKnown ? new Dictionary<string, string>() : null),
            Mounts = isKnown ? ContainerMounts.Read(config, host) : null,
            Ports = isKnown ? ContainerPorts.Read(network, knownHost) : null,
            Links = Links(directory, isKnown, network, knownHost),
            RestartPolicy = host.Object("RestartPolicy")?.Text("Name"),
            LogPath = config.Text("LogPath"),
            Hostname = own?.Hostname,
            Config = own,
            Isolation = HostIsolation.Read(config, knownHost),
            Networks = isKnown ? networks : null,
            LogDriver = host.Object("LogConfig")?.Text("Type"),
            AutoRemove = host.Flag("AutoRemove"),
            Health = state.Health,
            Logs = ContainerLogs.Find(files, directory, id),
        };
    }

    // Up to 1.9 links are edges of the link graph.
    private IReadOnlyList<string>? Links(int directory, bool isKnown, JsonView network, JsonView? host)
    {
        if (files.Tree.Child(directory, "config.json"u8) != EvidenceTree.None && files.Tree.Child(directory, "config.v2.json"u8) == EvidenceTree.None)
            return [];
        return isKnown ? ContainerNetworks.Links(network, host) : null;
    }

    // 0.6.6 to 0.9 wrote the environment that the process got, link variables included (moby v0.6.6 container.go).
    private List<string>? EffectiveEnvironment(int directory)
    {
        if (files.File(directory, "config.env"u8) is not int node || files.ReadAll(node) is not { } bytes)
            return null;
        if (JsonFile.Parse(bytes, files.Origin(node), files.Problems) is not { ValueKind: System.Text.Json.JsonValueKind.Array } list)
            return null;
        return [.. list.EnumerateArray().Select(JsonView.TextOf).OfType<string>()];
    }
}
