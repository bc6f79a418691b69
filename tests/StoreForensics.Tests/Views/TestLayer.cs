using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>A layer of an overlay2 store, made of a few calls. Paths are Latin-1: a character a byte.</summary>
internal sealed class TestLayer(string id)
{
    public const long Time = 1_600_000_000;

    private readonly EvidenceTreeBuilder _builder = new();
    private readonly Dictionary<int, byte[]> _contents = [];

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public TestLayer Directory(string path, params (string Name, string Value)[] xattrs) =>
        Add(path, new EntryMetadata { Kind = EntryKind.Directory, Mode = 0x1ed }, xattrs);

    public TestLayer File(string path, string content, ushort mode = 0x1a4, long time = Time, uint uid = 0)
    {
        byte[] bytes = Bytes(content);
        Add(path, new EntryMetadata
        {
            Kind = EntryKind.File,
            Mode = mode,
            Uid = uid,
            Size = bytes.Length,
            Modified = new Timestamp(time, 5),
            HasFraction = true,
            DataOffset = _contents.Count
        }, []);
        _contents[_builder.Find(Bytes(path))] = bytes;
        return this;
    }

    /// <summary>A file whose metadata alone was copied up: a hole of its size, and the kernel's mark.</summary>
    public TestLayer MetadataOnly(string path, int size, string? redirect = null)
    {
        Add(path, new EntryMetadata { Kind = EntryKind.File, Mode = 0x9ed, Size = size, DataOffset = _contents.Count },
            redirect is null ? [("trusted.overlay.metacopy", "")] : [("trusted.overlay.metacopy", ""), ("trusted.overlay.redirect", redirect)]);
        _contents[_builder.Find(Bytes(path))] = new byte[size];
        return this;
    }

    /// <summary>A file whose bytes are not in the evidence.</summary>
    public TestLayer Lost(string path, long size) => Add(path, new EntryMetadata { Kind = EntryKind.File, Mode = 0x1a4, Size = size, DataOffset = -1 }, []);

    public TestLayer Symlink(string path, string target) =>
        Add(path, new EntryMetadata { Kind = EntryKind.Symlink, Mode = 0x1ff, Size = target.Length, LinkTarget = Bytes(target) }, []);

    public TestLayer Whiteout(string path, long? time = null) =>
        Add(path, new EntryMetadata { Kind = EntryKind.CharDevice, Modified = time is long at ? new Timestamp(at, 0) : null }, []);

    public TestLayer Device(string path, uint major, uint minor) =>
        Add(path, new EntryMetadata { Kind = EntryKind.CharDevice, Mode = 0x1b6, DeviceMajor = major, DeviceMinor = minor }, []);

    public TestLayer Link(string path, string target)
    {
        int to = _builder.Find(Bytes(target));
        Add(path, _contents.ContainsKey(to) ? new EntryMetadata { Kind = EntryKind.File } : throw new ArgumentException("no such file"), []);
        _builder.Link(_builder.Find(Bytes(path)), to);
        _contents[_builder.Find(Bytes(path))] = _contents[to];
        return this;
    }

    /// <summary>With the layer's own directory somewhere below the evidence's root, so that there is an outside.</summary>
    public Layer Over(Layer? parent, string root = "", bool isWholeTree = false)
    {
        int at = _builder.Find(Bytes(root));
        var store = new StoreInfo { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = new Origin("test", "docker") };
        return new Layer
        {
            Id = id,
            Store = store,
            Origin = new Origin("test", "overlay2/" + id),
            Files = new LayerFiles(new Source(_builder.Seal(), _contents), at, isWholeTree ? NoWhiteouts.Instance : OverlayWhiteouts.Instance, isWholeTree),
            Parent = parent,
            Role = LayerRole.Image,
        };
    }

    /// <summary>All of a view as <c>path kind</c>, with a link's target or a file's content.</summary>
    public static string[] Describe(Layer top) => [.. ViewListing.Of(ViewDirectory.RootOf(top)!, "/"u8, recursive: true).Select(Describe)];

    public static string[] Describe(IEnumerable<FileChange> changes) => [.. changes.Select(c => $"{c.Change} {Text(c.PathBytes.Span)}")];

    /// <summary>The container's view of a stack.</summary>
    public static ViewedObject View(Layer top) =>
        ViewedObject.Of(new Container { Id = new string('c', 64), Store = top.Store, Origin = top.Origin, Layer = top });

    private static string Describe(ListedEntry listed)
    {
        ViewEntry entry = listed.Entry;
        string rest = entry.Facts.Kind switch
        {
            EntryKind.Symlink => " -> " + Text(entry.Tree.LinkTarget(entry.Node)),
            EntryKind.File => " = " + Content(entry),
            _ => "",
        };
        return $"{Text(listed.Path.Span)} {entry.Facts.Kind.Name()}{rest}";
    }

    private static string Content(ViewEntry entry)
    {
        using Stream stream = entry.Layer.Files!.Source.Open(entry.Node);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Text(bytes.ToArray());
    }

    private TestLayer Add(string path, EntryMetadata metadata, (string Name, string Value)[] xattrs)
    {
        metadata.Modified ??= new Timestamp(Time, 0);
        metadata.Xattrs = xattrs.Length == 0 ? null : [.. xattrs.Select(x => new ExtendedAttribute(x.Name, Bytes(x.Value)))];
        Assert.That(_builder.Add(Bytes(path), metadata, out _), Is.Not.EqualTo(EvidenceTreeBuilder.AddResult.Refused), path);
        return this;
    }

    private sealed class Source(EvidenceTree tree, Dictionary<int, byte[]> contents) : IEvidenceSource
    {
        public string Name => "test";

        public IReadOnlyList<string> Wrapping => ["tar"];

        public EvidenceTree Tree => tree;

        public Stream Open(int node) => contents.TryGetValue(node, out byte[]? bytes)
            ? new MemoryStream(bytes, writable: false)
            : throw new EvidenceFormatException("SF-TEST-0001", "its bytes are not in the evidence");

        public void Dispose()
        {
        }
    }
}
