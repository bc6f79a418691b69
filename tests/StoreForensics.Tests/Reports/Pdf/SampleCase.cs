using System.Text;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>A case with everything in it: two stores, shared layers, hostile text in every field that evidence fills.</summary>
internal sealed class SampleCase
{
    public const string Script = "<script>alert(1)</script>";
    public const string Ansi = "\u001b[31mred\u001b[0m";
    public const string Bidi = "invoice\u202egnp.exe";
    public const string Japanese = "日本語のファイル名";
    public const string Russian = "Привет, мир";
    public const string Emoji = "😀";
    public static readonly string LongCommand = "RUN " + new string('x', 10_000);

    private readonly StoreInfo _graph = new()
    {
        Name = "aufs",
        Driver = "aufs",
        Era = "graph",
        Root = new Origin("evidence.tar", "var/lib/docker"),
        EngineVersion = "1.6.2",
        EngineVersionSign = "docker_version of the newest image",
    };

    private readonly StoreInfo _layered = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("evidence.tar", "mnt/docker") };

    public SampleCase()
    {
        Layer root = Layers.Add(new string('a', 64), _graph, null, [.. Enumerable.Range(0, 300).Select(i => $"A /bin/tool{i}")]);
        Layer second = Layers.AddRaw(new string('b', 64), _graph, root,
        [
            ('C', "/etc/"u8.ToArray()), ('A', Encoding.UTF8.GetBytes("/etc/" + Bidi)), ('A', [.. "/srv/bad-"u8, 0xff, 0xfe, .. "-bytes"u8]),
            ('D', "/etc/motd"u8.ToArray()), ('A', Encoding.UTF8.GetBytes("/srv/" + Japanese)),
            ('A', Encoding.UTF8.GetBytes("/usr/share/" + string.Join('/', Enumerable.Repeat("a-rather-long-directory-name", 12)))),
        ]);
        Layer lost = new()
        {
            Id = new string('c', 64),
            Store = _graph,
            Origin = new Origin("evidence.tar", "aufs/layers/c"),
            UnreachableReason = "its directory is missing",
            Role = LayerRole.Image
        };
        Layer writable = Layers.Add(new string('d', 64), _graph, second, "A /root/.bash_history", "C /etc/", "C /etc/passwd", "D /var/log/auth.log");
        Inventory.Stores.AddRange([_graph, _layered]);
        Inventory.Layers.AddRange([root, second, lost, writable,
            new Layer { Id = "orphan", Store = _layered, Origin = new Origin("evidence.tar", "overlay2/orphan"), RecordedSize = 12345 }]);
        Image image = MakeImage("app", root, second, lost), sibling = MakeImage("sibling", root, second, null);
        Inventory.Images.AddRange([image, sibling, new Image { Id = new string('9', 64), Store = _graph, Origin = new Origin("evidence.tar", "graph/9"),
            HasChildren = true }]);
        Inventory.Containers.AddRange([MakeContainer(image, writable),
            new Container { Id = new string('e', 64), Store = _layered, Origin = new Origin("evidence.tar", "containers/e") }]);
        Inventory.Volumes.Add(MakeVolume());
        Inventory.Leftovers.Add(new Leftover("removed container", new string('f', 64), new Origin("evidence.tar", "containers/f-removing"),
            "Its directory has the suffix of a removal."));
    }

    public FakeLayers Layers { get; } = new();

    public Inventory Inventory { get; } = new();

    public List<Problem> Problems { get; } =
    [
        new("SF-EXT4-0007", ProblemSeverity.Damage, new Origin("evidence.tar", "var/lib/docker/graph/x/json", 512), "The file ends early."),
        new("SF-JSON-0001", ProblemSeverity.Warning, new Origin("evidence.tar", "var/lib/docker/repositories-aufs"),
            "A tag points to an image that is not there."),
        new("SF-TAR-0003", ProblemSeverity.Note, new Origin("evidence.tar", ""), "Two members have one name."),
    ];

    public List<FakeTimeline.Row> Events { get; } = [.. MakeEvents()];

    public Case Build(CaseDetails? details = null) => new()
    {
        Details = details ?? new CaseDetails
        {
            CaseName = "R v. Roe " + Script,
            EvidenceId = "EV-2015/042",
            Examiner = "Ада Лавлейс",
            Note = "Second look.\r\nAfter the first.",
            Date = "2024-05-06"
        },
        Tool = new ToolDetails("StoreForensics", "0.1.0", "storeforensics analyze 'evidence.tar' -o report.pdf -o timeline.csv --case 'R v. Roe'"),
        Evidence =
        [
            new EvidenceDetails { Name = "evidence.tar.gz", Wrapping = ["gzip", "tar"], SizeBytes = 1_234_567_890, Sha256 = new string('0', 63) + "7",
                Sha256Of = "the file", Entries = 123_456 },
            new EvidenceDetails { Name = "/mnt/second/" + Japanese, Wrapping = ["directory"], Entries = 12 },
        ],
        Inventory = Inventory,
        Timeline = new FakeTimeline(Events),
        Problems = Problems,
    };

    public static Timestamp At(int year, int month, int day, int hour = 12, int minute = 0, int nanoseconds = 0) =>
        new(Timestamp.FromCivil(year, month, day, hour, minute), nanoseconds);

    private Image MakeImage(string repository, Layer root, Layer second, Layer? lost)
    {
        var origin = new Origin("evidence.tar", "var/lib/docker/graph/" + repository + "/json");
        var image = new Image
        {
            Id = string.Concat(Enumerable.Repeat(repository == "app" ? "1a2b3c4d" : "5e6f7a8b", 8)),
            Store = _graph,
            Origin = origin,
            Created = new RecordedTime(At(2015, 3, 12, 10, 22, 123456789), "2015-03-12T11:22:00.123456789+01:00"),
            Registered = At(2015, 4, 1),
            ParentId = new string('9', 64),
            Author = Russian + " " + Ansi,
            Comment = Script,
            DockerVersion = "1.6.2",
            Architecture = "amd64",
            Os = "linux",
            TotalSize = 123_456_789,
            OwnSize = 1000,
            Provenance = new Provenance(Provenance.BuiltClassic, Provenance.BuiltClassic, ["its parents' commands are build steps"]),
            Config = new ContainerConfig
            {
                Entrypoint = ["/entrypoint.sh"],
                Cmd = ["serve", "--password=hunter2"],
                Env = ["PATH=/usr/bin:/bin", "DB_PASSWORD=correct horse battery staple", "EMPTY=", "NAME=" + Japanese, "NOEQUALS"],
                Labels = new Dictionary<string, string> { ["maintainer"] = Bidi, ["api.key"] = "abcdef" },
            },
        };
        image.References.Add(new ImageReference("registry.example.com/team/" + repository, "v1", null));
        image.References.Add(new ImageReference(repository, "latest", "sha256:" + new string('d', 64)));
        image.Steps.Add(Step(1, root, "/bin/sh -c #(nop) ADD file:abc in /", "ADD file:abc in /", 80_000_000, origin));
        image.Steps.Add(Step(2, second, "/bin/sh -c apt-get update && apt-get install -y curl", "RUN apt-get update && apt-get install -y curl", 1_000_000,
            origin));
        image.Steps.Add(Step(3, null, "/bin/sh -c #(nop) ENV DB_PASSWORD=correct horse", "ENV DB_PASSWORD=correct horse", 0, origin));
        if (lost is not null)
            image.Steps.Add(Step(4, lost, LongCommand, LongCommand, null, origin));
        return image;
    }

    private static BuildStep Step(int number, Layer? layer, string createdBy, string instruction, long? size, Origin origin) => new()
    {
        Number = number,
        Created = new RecordedTime(At(2015, 3, 12, 10, number), "2015-03-12T10:0" + number + ":00Z"),
        CreatedBy = createdBy,
        Instruction = instruction,
        Size = size,
        Layer = layer,
        IsEmptyLayer = layer is null,
        LayerIsInferred = number == 2,
        Comment = number == 2 ? Ansi : null,
        Origin = origin,
    };

    private Container MakeContainer(Image image, Layer writable)
    {
        var container = new Container
        {
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            Id = new string('7', 64),
            Store = _graph,
            Origin = new Origin("evidence.tar", "var/lib/docker/containers/7/config.json"),
            Name = "web_" + Emoji + Bidi,
            ImageName = "app",
            ImageId = image.Id,
            Image = image,
            Path = "/entrypoint.sh",
            Args = ["serve", "--token=abc.def", "<b>"],
            Created = new RecordedTime(At(2015, 4, 2), "2015-04-02T12:00:00Z"),
            Started = new RecordedTime(At(2015, 4, 2, 13), "2015-04-02T13:00:00Z"),
            State = "running",
            ExitCode = 0,
            Pid = 4242,
            Privileged = true,
            CapAdd = ["SYS_ADMIN"],
            NetworkMode = "bridge",
            IpAddress = "172.17.0.2",
            Env = ["SECRET_TOKEN=abcdefgh", "LANG=C"],
            Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = Script },
            Mounts = [new ContainerMount { Type = "bind", Source = "/", Destination = "/host", ReadWrite = true }],
            Ports = [new ContainerPort("80/tcp", "0.0.0.0", "8080"), new ContainerPort("443/tcp", null, null)],
            RestartPolicy = "always",
            LogPath = "/var/lib/docker/containers/7/7-json.log",
            Hostname = "web",
            Layer = writable,
        };
        container.Links = ["db:database"];
        return container;
    }

    private Volume MakeVolume()
    {
        var volume = new Volume
        {
            Name = "data-" + Russian,
            Store = _graph,
            Origin = new Origin("evidence.tar", "volumes/data"),
            Created = new RecordedTime(At(2015, 4, 2), "2015-04-02T12:00:00Z"),
            HostPath = "/srv/data"
        };
        volume.Containers.Add(Inventory.Containers[0]);
        return volume;
    }

    private static IEnumerable<FakeTimeline.Row> MakeEvents()
    {
        for (int i = 0; i < 500; i++)
            yield return new FakeTimeline.Row(At(2014, 1 + (i / 60), 1 + (i % 28)), EventType.LayerFileModified, "file " + i);
        var subject = new EventSubject { Index = 1, Evidence = "evidence.tar", Containers = ["web_" + Emoji + Bidi], Layer = new string('d', 64) };
        yield return new FakeTimeline.Row(At(2015, 3, 12, 10, 22), EventType.ImageCreated, "Image app:latest was created by ENV DB_PASSWORD=hunter2");
        yield return new FakeTimeline.Row(At(2015, 4, 2, 13), EventType.ContainerStarted, "Container web was started") { Subject = subject, Tag = "future" };
        yield return new FakeTimeline.Row(At(2015, 4, 2, 14), EventType.ContainerLog, "")
        {
            Subject = subject,
            RawMessage = [.. "log "u8, 0xff, 0x1b, .. "[0m"u8]
        };
        yield return new FakeTimeline.Row(At(2015, 4, 3), EventType.LayerFileDeleted, "/var/log/auth.log was deleted") { Subject = subject };
    }
}
