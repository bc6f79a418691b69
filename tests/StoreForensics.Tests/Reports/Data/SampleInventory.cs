using StoreForensics.Model;
using StoreForensics.Primitives;
using static StoreForensics.Tests.Reports.Data.EventDraft;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>An inventory with one of everything, hostile text where text can stand.</summary>
internal static class SampleInventory
{
    public const string TopId = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    public static Inventory Make()
    {
        var inventory = new Inventory();
        StoreInfo store = Store("var/lib/docker");
        inventory.Stores.Add(store);
        Layer bottom = Layer(store, "cache-1"), top = Layer(store, "cache-2", bottom), writable = Layer(store, "mount-1", top, LayerRole.Container);
        inventory.Layers.AddRange([bottom, top, writable]);
        Image basis = Base(store, bottom), image = Top(store, basis, [bottom, top]);
        inventory.Images.AddRange([basis, image]);
        bottom.Images.AddRange([basis, image]);
        top.Images.Add(image);
        Container container = Container(store, image, writable);
        inventory.Containers.Add(container);
        writable.Containers.Add(container);
        var volume = new Volume
        {
            Name = "web\ndata",
            Store = store,
            Origin = At("volumes/web"),
            Created = At(1700000007, "2023-11-14T23:13:27+01:00"),
            Writable = true
        };
        volume.Containers.Add(container);
        inventory.Volumes.Add(volume);
        inventory.Networks.Add(Network(store));
        inventory.Leftovers.Add(new Leftover("layer", "cache-9-removing", new Origin("e v.tar", new EvidencePath(Bytes("overlay2/‹\u00ff›"))),
            "left by an interrupted rmi"));
        inventory.EngineEvents.Add(new EngineEvent("daemon.started", new Timestamp(1700000000, 5), "Network created", "The engine started",
            At("network/files/local-kv.db"))
        {
            Store = store,
            Tag = "inferred",
        });
        inventory.Hosts.Add(SampleHost.Make(name => name + "\u202e\u001b", At));
        return inventory;
    }

    private static Network Network(StoreInfo store)
    {
        var network = new Network
        {
            Id = new string('e', 64),
            Store = store,
            Origin = At("network/files/local-kv.db"),
            Name = "back\u202eend",
            Driver = "bridge",
            Created = At(1700000008, "2023-11-14T23:13:28+01:00"),
            Subnets = ["172.30.7.0/24"],
            Gateways = ["172.30.7.1"],
            Labels = new Dictionary<string, string> { ["tier"] = "=1" },
        };
        network.Connections.Add(new NetworkConnection("web", null, "172.30.7.2/24", null));
        return network;
    }

    public static StoreInfo Store(string root) => new()
    {
        Name = "overlay2",
        Driver = "overlay2",
        Era = "layered",
        Root = new Origin("e v.tar", root),
        UserNamespace = UserNamespace.Named(System.Text.Encoding.UTF8.GetBytes(root.TrimEnd('/').Split('/')[^1])),
        EngineVersion = "20.10",
        EngineVersionSign = "buildkit/ is there",
    };

    public static Layer Layer(StoreInfo store, string id, Layer? parent = null, LayerRole role = LayerRole.Image, LayerFiles? files = null) => new()
    {
        Id = id,
        Store = store,
        Origin = At("overlay2/" + id),
        Role = role,
        Parent = parent,
        DiffId = "sha256:d" + id,
        ChainId = "sha256:c" + id,
        RecordedSize = 77,
        Registered = new Timestamp(1700000001, 1),
        Files = files,
        UnreachableReason = files is null ? "no diff/" : null,
    };

    public static Image Image(StoreInfo store, string id, Timestamp? created, params IEnumerable<ImageReference> references)
    {
        var image = new Image { Id = id, Store = store, Origin = At(id), Created = created is Timestamp time ? new RecordedTime(time, "text") : null };
        image.References.AddRange(references);
        return image;
    }

    public static Origin At(string path) => new("e v.tar", path);

    private static RecordedTime At(long seconds, string text) => new(new Timestamp(seconds, 500), text);

    private static Image Base(StoreInfo store, Layer bottom)
    {
        var image = new Image { Id = "sha256:11", Store = store, Origin = At("imagedb/11"), HasChildren = true, Comment = "", OwnSize = 0, TotalSize = 77 };
        image.Layers.Add(bottom);
        return image;
    }

    private static Image Top(StoreInfo store, Image parent, Layer[] layers)
    {
        var image = new Image
        {
            Id = TopId,
            Store = store,
            Origin = At("imagedb/22"),
            Created = At(1700000002, "2023-11-14T23:13:22.0000005+01:00"),
            Registered = new Timestamp(1700000003, 3),
            ParentId = parent.Id,
            Parent = parent,
            Author = "Ada <ada@example.org>",
            DockerVersion = "20.10.24",
            Architecture = "amd64",
            Os = "linux",
            ContainerId = "c0ffee",
            OwnSize = 77,
            TotalSize = 154,
            Provenance = new Provenance(Provenance.BuiltClassic, Provenance.BuiltClassic, ["classic"]),
            Config = new ContainerConfig
            {
                User = "root",
                Env = ["A=1", "B=\ud83d"],
                Cmd = [],
                Labels = new Dictionary<string,
                string>
                { ["z"] = "1", ["a"] = "\u2028" },
                Tty = false
            },
        };
        image.References.AddRange([new ImageReference("corp/web", "1", null), new ImageReference("corp/web", null, "sha256:dd"),
            new ImageReference("corp/web", "2", null)]);
        image.Layers.AddRange(layers);
        image.Steps.AddRange([
            new BuildStep { Number = 1, CreatedBy = "/bin/sh -c #(nop) ADD\tfile:x in /", Instruction = "ADD file:x in /", Size = 77, Layer = layers[0],
                LayerIsInferred = true, Origin = At("imagedb/22") },
            new BuildStep { Number = 2, Created = At(1700000002, "x"), CreatedBy = "RUN \u001b[31m", Instruction = "", IsEmptyLayer = true,
                Comment = "buildkit.dockerfile.v0", Author = "A", ImageId = TopId, Origin = At("imagedb/22") },
        ]);
        return image;
    }

    private static Container Container(StoreInfo store, Image image, Layer writable)
    {
        var container = new Container
        {
            IsConfigKnown = true,
            IsHostConfigKnown = true,
            Id = "c0ffee00",
            Store = store,
            Origin = At("containers/c0ffee00/config.v2.json"),
            Name = "web",
            ImageName = "corp/web",
            ImageId = image.Id,
            Image = image,
            Path = "sh",
            Args = ["-c", "echo \"hi\"\n"],
            Created = At(1700000010, "2023-11-14T22:13:30.0000005Z"),
            Started = At(1700000011, "2023-11-14T22:13:31.0000005Z"),
            Finished = new RecordedTime(Timestamp.GoZero, "0001-01-01T00:00:00Z"),
            State = "running",
            ExitCode = 0,
            Pid = 4242,
            Privileged = true,
            CapAdd = ["SYS_ADMIN"],
            CapDrop = [],
            NetworkMode = "host",
            PidMode = "host",
            Env = ["PATH=/bin", "SECRET=x"],
            Labels = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
            Mounts = [new ContainerMount { Type = "bind", Source = "/", Destination = "/host", ReadWrite = true },
                new ContainerMount { Type = "volume", Destination = "/d", Name = "web\ndata" }],
            Ports = [new ContainerPort("80/tcp", "0.0.0.0", "8080"), new ContainerPort("443/tcp", null, null)],
            RestartPolicy = "always",
            LogPath = "/var/lib/docker/containers/c0ffee00/c0ffee00-json.log",
            Layer = writable,
            Config = new ContainerConfig { User = "0" },
        };
        container.Links = ["db:database"];
        return container;
    }
}
