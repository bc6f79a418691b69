using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;
using StoreForensics.Views;

namespace StoreForensics.Tests.Reports.Html;

/// <summary>A small case of every kind of object, with text in every field that means to break out of the page.</summary>
internal static class HostileCase
{
    /// <summary>In every field of text.</summary>
    public const string Poison =
        "<script>alert(1)</script>\"><img src=x onerror=alert(1)>' onclick='x </script></style><!-- ]]> \u001b[31m \u202eevil \u2028 =cmd|'/c calc'!A1 \n\r {{ 1+1 }} {%x%} &amp; 漢字 \ud83d";

    private static readonly Origin s_origin = new(Poison, new EvidencePath([.. "graph/"u8, 0xff, .. "<b>"u8]), 42);
    private static readonly RecordedTime s_time = new(new Timestamp(1425470400, 123456789), Poison);

    public static Case Make(ITimeline? timeline = null, TimeZoneInfo? zone = null)
    {
        var store = new StoreInfo
        {
            Name = P("store"),
            Driver = P("driver"),
            Era = P("era"),
            Root = s_origin,
            EngineVersion = P("1.6"),
            EngineVersionSign = P("sign")
        };
        Inventory inventory = Fill(new Inventory(), store);
        return new Case
        {
            Details = new CaseDetails
            {
                CaseName = P("case"),
                Examiner = P("examiner"),
                EvidenceId = P("evidence-id"),
                Note = P("note"),
                Date = P("date"),
                TimeZone = zone ?? TimeZoneInfo.Utc,
            },
            Tool = new ToolDetails(P("tool"), P("0.1"), P("command-line")),
            Evidence =
            [
                new EvidenceDetails { Name = P("evidence"), Wrapping = [P("gzip"), "tar"], SizeBytes = 123456, Sha256 = P("sha"), Sha256Of = P("sha-of"),
                    Entries = 77 },
                new EvidenceDetails { Name = "second", Wrapping = ["directory"], Entries = 1 },
            ],
            Inventory = inventory,
            Timeline = timeline ?? Timeline(store),
            Problems =
            [
                new Problem("SF-TEST-0001", ProblemSeverity.Damage, s_origin, P("problem-damage")),
                new Problem("SF-TEST-0002", ProblemSeverity.Warning, s_origin, P("problem-warning")),
                new Problem("SF-TEST-0003", ProblemSeverity.Note, s_origin, P("problem-note")),
            ],
            ProblemsDropped = 5,
            Findings = [Finding(FindingSeverity.Critical, "/" + P("finding-path")), Finding(FindingSeverity.Info, null)],
            Chronology =
            [
                new ChronologyEntry(s_time.Time, P("chronology-sentence"), FindingSeverity.High, s_origin) { Rule = P("finding-rule"), Count = 2 },
                new ChronologyEntry(new Timestamp(long.MaxValue, 0), P("chronology-plain"), null, s_origin),
            ],
        };
    }

    /// <summary>The same with another chronology.</summary>
    public static Case With(Case subject, IReadOnlyList<ChronologyEntry> chronology) => new()
    {
        Details = subject.Details,
        Tool = subject.Tool,
        Evidence = subject.Evidence,
        Inventory = subject.Inventory,
        Timeline = subject.Timeline,
        Problems = subject.Problems,
        Findings = subject.Findings,
        Chronology = chronology,
    };

    /// <summary>Text that is found again in the report by its name.</summary>
    public static string P(string name) => name + " " + Poison;

    /// <summary>Changes of a layer: every entry below its root, the first two deleted.</summary>
    public static IEnumerable<FileChange> Changes(Layer layer)
    {
        EvidenceTree tree = layer.Files!.Tree;
        for (int node = 1; node < tree.Count; node++)
            yield return new FileChange("DDAC"[Math.Min(node - 1, 3)], (byte[])[.. "/"u8, .. tree.PathOf(node).Bytes], layer, node);
    }

    private static Finding Finding(FindingSeverity severity, string? path) => new()
    {
        Rule = P("finding-rule"),
        Severity = severity,
        Confidence = FindingConfidence.Low,
        Title = P("finding-title"),
        Reason = P("finding-reason"),
        Attack = [P("finding-attack")],
        Next = P("finding-next"),
        Subjects = [P("container-name"), P("finding-subject")],
        Path = path is null ? (EvidencePath?)null : EvidencePath.FromString(path),
        Time = s_time.Time,
        Origins = [s_origin],
        Count = 3,
    };

    private static Inventory Fill(Inventory inventory, StoreInfo store)
    {
        var source = new FakeSource(
            (Bytes("etc/" + P("file").Replace('/', '|')), FakeSource.File(1234)),
            ([.. "bad-"u8, 0xff, 0xfe, .. "<i>"u8], FakeSource.File(0)),
            (Bytes("link"), FakeSource.Link(P("target"))),
            (Bytes("dev"), new EntryMetadata { Kind = EntryKind.CharDevice, DeviceMajor = 1, DeviceMinor = 3, DataOffset = -1 }));
        Layer bottom = AddLayer(inventory, store, "layer-bottom", null, source.Files, LayerRole.Image);
        Layer top = AddLayer(inventory, store, "layer-top", bottom, source.Files, LayerRole.Image);
        Layer own = AddLayer(inventory, store, "layer-own", top, source.Files, LayerRole.Container);
        AddLayer(inventory, store, "layer-lost", null, null, LayerRole.Orphan);
        Image parent = AddImage(inventory, store, "image-parent", null, [bottom]);
        parent.HasChildren = true;
        Image child = AddImage(inventory, store, "image-child", parent, [bottom, top]);
        child.References.Add(new ImageReference(P("repository"), P("tag"), P("digest")));
        child.References.Add(new ImageReference("second", null, P("digest2")));
        Image dangling = AddImage(inventory, store, "image-dangling", parent, [bottom, top]);
        dangling.TotalSize = null;
        Container container = AddContainer(inventory, store, child, own, source);
        AddVolumes(inventory, store, container, source);
        inventory.Stores.Add(store);
        inventory.Leftovers.Add(new Leftover(P("leftover-kind"), P("leftover-name"), s_origin, P("leftover-detail")));
        inventory.EngineEvents.Add(new EngineEvent(P("engine-type"), s_time.Time, P("engine-meaning"), P("engine-message"), s_origin)
        {
            Store = store,
            Tag = P("engine-tag"),
            Image = child,
            Container = container,
        });
        inventory.Networks.Add(AddNetwork(store, container));
        inventory.Hosts.Add(SampleHost.Make(P, path => s_origin with { Path = path }));
        return inventory;
    }

    private static Layer AddLayer(Inventory inventory, StoreInfo store, string name, Layer? parent, LayerFiles? files, LayerRole role)
    {
        var layer = new Layer
        {
            Id = P(name),
            Store = store,
            Origin = s_origin,
            Role = role,
            Files = files,
            UnreachableReason = files is null ? P("unreachable") : null,
            Parent = parent,
            DiffId = P("diff-id"),
            ChainId = P("chain-id"),
            RecordedSize = 5000,
            Registered = s_time.Time,
        };
        inventory.Layers.Add(layer);
        return layer;
    }

    private static Image AddImage(Inventory inventory, StoreInfo store, string name, Image? parent, Layer[] layers)
    {
        var image = new Image
        {
            Id = P(name),
            Store = store,
            Origin = s_origin,
            Created = s_time,
            Registered = s_time.Time,
            ParentId = parent?.Id,
            Parent = parent,
            Comment = P("image-comment"),
            Author = P("image-author"),
            DockerVersion = P("docker-version"),
            Architecture = P("arch"),
            Os = P("os"),
            ContainerId = P("built-in"),
            Config = Config("image-config"),
            ContainerConfig = Config("build-config"),
            OwnSize = 10,
            TotalSize = 1_234_567,
            Provenance = new Provenance(Provenance.Unknown, null, [P("provenance")]),
        };
        image.Layers.AddRange(layers);
        foreach ((Layer layer, int i) in layers.Select((layer, i) => (layer, i)))
        {
            layer.Images.Add(image);
            image.Steps.Add(new BuildStep
            {
                Number = i + 1,
                Created = s_time,
                CreatedBy = P($"{name}-by-{i + 1}"),
                Instruction = i == 0 ? "" : P($"{name}-instruction-{i + 1}"),
                Size = 99,
                Layer = layer,
                LayerIsInferred = i == 1,
                Comment = P("step-comment"),
                Author = P("step-author"),
                ImageId = P("step-image"),
                Origin = s_origin,
            });
        }
        inventory.Images.Add(image);
        return image;
    }

    private static ContainerConfig Config(string name) => new()
    {
        Hostname = P("hostname"),
        User = P("user"),
        WorkingDir = P("workdir"),
        Image = P("config-image"),
        Env = [P(name + "-ENV=value"), "DB_PASSWORD=hunter2", P("API_TOKEN=")],
        Cmd = [P("cmd")],
        Entrypoint = [P("entrypoint")],
        ExposedPorts = [P("port")],
        Volumes = [P("config-volume")],
        Labels = new Dictionary<string, string> { [P("label")] = P("label-value") },
        Tty = true,
    };

    private static Container AddContainer(Inventory inventory, StoreInfo store, Image image, Layer layer, FakeSource source)
    {
        var container = new Container
        {
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            Id = P("container-id"),
            Store = store,
            Origin = s_origin,
            Name = P("container-name"),
            ImageName = P("image-typed"),
            ImageId = image.Id,
            Image = image,
            Path = P("path"),
            Args = [P("argument")],
            Created = s_time,
            Started = s_time,
            Finished = null,
            State = P("state"),
            ExitCode = -1,
            Pid = 4711,
            OomKilled = false,
            Error = P("error"),
            RestartCount = 3,
            Privileged = true,
            CapAdd = [P("cap-add")],
            CapDrop = [P("cap-drop")],
            NetworkMode = P("network"),
            PidMode = P("pid-mode"),
            IpAddress = P("address"),
            Env = [P("container-ENV=value"), "MYSQL_ROOT_PASSWORD=hunter3"],
            EffectiveEnv = [P("effective-ENV=value"), "SECRET=hunter4"],
            Labels = new Dictionary<string, string> { [P("container-label")] = P("container-label-value") },
            Mounts = [new ContainerMount { Type = P("mount-type"), Source = P("mount-source"), Destination = P("mount-destination"), ReadWrite = true,
                Name = P("volume") }],
            Ports = [new ContainerPort(P("80/tcp"), P("host-ip"), P("host-port"))],
            RestartPolicy = P("restart"),
            LogPath = P("log-path"),
            Hostname = P("container-hostname"),
            Config = Config("container-config"),
            Layer = layer,
            LogDriver = P("log-driver"),
            Isolation = new ContainerIsolation
            {
                SecurityOpt = [P("security-option")],
                AppArmorProfile = P("apparmor"),
                SeccompProfile = P("seccomp"),
                IpcMode = P("ipc-mode"),
                Devices = [P("device")],
                Runtime = P("runtime"),
                MaskedPaths = [P("masked-path")],
                ReadonlyPaths = [P("readonly-path")],
            },
            Networks = [new ContainerNetwork { Name = P("container-network"), IpAddress = P("network-address"), MacAddress = P("network-mac"),
                Aliases = [P("network-alias")] }],
            Health = [new ContainerHealthResult(s_time, s_time, 1, P("health-output"))],
            Logs = [new LogFile(source, 1, LogFormat.JsonFile)],
        };
        container.Links = [P("link")];
        layer.Containers.Add(container);
        inventory.Containers.Add(container);
        return container;
    }

    private static Network AddNetwork(StoreInfo store, Container container)
    {
        var network = new Network
        {
            Id = P("network-id"),
            Store = store,
            Origin = s_origin,
            Name = P("network-name"),
            Driver = P("network-driver"),
            Scope = P("network-scope"),
            Created = s_time,
            Bridge = P("bridge"),
            Subnets = [P("subnet")],
            Gateways = [P("gateway")],
            Labels = new Dictionary<string, string> { [P("network-label")] = P("network-label-value") },
            Options = new Dictionary<string, string> { [P("network-option")] = P("network-option-value") },
        };
        network.Connections.Add(new NetworkConnection(P("connection"), container.Id, P("connection-address"), P("connection-mac")));
        return network;
    }

    private static void AddVolumes(Inventory inventory, StoreInfo store, Container container, FakeSource source)
    {
        var volume = new Volume
        {
            Name = P("volume"),
            Store = store,
            Origin = s_origin,
            Created = s_time,
            HostPath = P("host-path"),
            Writable = true,
            Files = new VolumeFiles(source, EvidenceTree.Root),
        };
        volume.Containers.Add(container);
        inventory.Volumes.Add(volume);
        inventory.Volumes.Add(new Volume { Name = P("volume-unused"), Store = store, Origin = s_origin });
    }

    private static FakeTimeline Timeline(StoreInfo store)
    {
        EventSubject subject = new()
        {
            Index = 0,
            Evidence = P("evidence"),
            Store = store.Name,
            Images = [P("subject-image")],
            ImageIds = [P("image-child"), P("unknown-image")],
            Step = 2,
            Command = P("subject-command"),
            Containers = [P("subject-container")],
            ContainerIds = [P("container-id")],
            Layer = P("layer-top"),
        };
        byte[] path = Bytes("/" + P("event-path"));
        return new FakeTimeline(6, (i, e) =>
        {
            e.Time = new Timestamp(1425470400 + i, i);
            e.Type = i % 2 == 0 ? EventType.LayerFileModified : EventType.ContainerLog;
            e.Subject = subject;
            e.TimeMeaning = P("meaning");
            e.Message = i % 2 == 0 ? (byte[])[.. "message "u8, .. path, .. Bytes(P(" was"))] : Bytes(P("log line"));
            e.Tag = P("event-tag");
            e.Origin = (byte[])[.. Bytes(P("origin")), .. path];
            if (i % 2 != 0)
                return;
            (e.Path, e.Change, e.Kind, e.Mode, e.Uid, e.Gid, e.Size) = (path, 'A', EntryKind.Symlink, 0x1ff, 0, 0, 5);
            (e.LinkTarget, e.Sha256) = (Bytes(P("event-target")), new byte[32]);
        });
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
