using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.DiskImages;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Stores;

/// <summary>A data root in memory, to be altered before it is read: files, directories
/// and links by their paths in it. Paths are Latin-1: a character a byte.</summary>
internal sealed class MadeStore : IEvidenceSource
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _opened = [];
    private EvidenceTree? _tree;
    private NestedImages? _images;

    private sealed record Entry(EntryKind Kind, byte[]? Content, long Size, byte[]? Target = null)
    {
        /// <summary>Null: those that any file of an engine could have.</summary>
        public EntryMetadata? Facts { get; init; }

        /// <summary>The path whose file this is another name of.</summary>
        public string? LinkOf { get; init; }
    }

    public string Name => "store";

    public IReadOnlyList<string> Wrapping => ["tar"];

    public EvidenceTree Tree => _tree ??= Build();

    public ProblemLog Problems { get; } = new();

    /// <summary>In the order of reports.</summary>
    public IEnumerable<string> Codes => Problems.Sorted().Select(p => p.Code);

    public MadeStore File(string path, string text) => File(path, Encoding.Latin1.GetBytes(text));

    public MadeStore File(string path, byte[] bytes) => Set(path, new Entry(EntryKind.File, bytes, bytes.Length));

    /// <summary>A file whose recorded size is not that of its bytes.</summary>
    public MadeStore Claiming(string path, long size) => Set(path, new Entry(EntryKind.File, Encoding.Latin1.GetBytes(Text(path)), size));

    /// <summary>A file whose bytes cannot be read.</summary>
    public MadeStore Lost(string path, long size = 10) => Set(path, new Entry(EntryKind.File, null, size));

    public MadeStore Folder(string path) => Set(path, new Entry(EntryKind.Directory, null, 0));

    public MadeStore Link(string path, string target) => Set(path, new Entry(EntryKind.Symlink, null, target.Length, Encoding.Latin1.GetBytes(target)));

    /// <summary>An entry with all its facts, in the place of what may be there.</summary>
    public MadeStore Put(string path, EntryMetadata facts, byte[]? content = null) =>
        Set(path, new Entry(facts.Kind, content, facts.Size, facts.LinkTarget) { Facts = facts });

    /// <summary>Another name of a file that is there when the store is read.</summary>
    public MadeStore HardLink(string path, string of) => Set(path, new Entry(EntryKind.File, [], 0) { LinkOf = of });

    /// <summary>Takes away what is there, with all below it.</summary>
    public MadeStore Without(string path)
    {
        string[] gone = [.. _entries.Keys.Where(p => p == path || p.StartsWith(path + "/", StringComparison.Ordinal))];
        Assert.That(gone, Is.Not.Empty, path);
        foreach (string one in gone)
            _entries.Remove(one);
        return this;
    }

    /// <summary>Takes what is there, with all below it, to another place; all that there is, where the path is empty.</summary>
    public MadeStore Move(string path, string to)
    {
        foreach ((string from, Entry entry) in _entries.ToArray())
        {
            if (path.Length > 0 && from != path && !from.StartsWith(path + "/", StringComparison.Ordinal))
                continue;
            _entries.Remove(from);
            _entries[Moved(from)] = entry.LinkOf is { } of && (path.Length == 0 || of.StartsWith(path + "/", StringComparison.Ordinal))
                ? entry with { LinkOf = Moved(of) } : entry;
        }
        return this;

        string Moved(string from) => path.Length == 0 ? $"{to}/{from}" : to + from[path.Length..];
    }

    public byte[] Bytes(string path) => _entries[path].Content!;

    public string Text(string path) => Encoding.Latin1.GetString(_entries[path].Content!);

    /// <summary>Puts one text in the place of another, which must be there.</summary>
    public MadeStore Replace(string path, string part, string instead)
    {
        Assert.That(Text(path), Does.Contain(part), path);
        return File(path, Text(path).Replace(part, instead, StringComparison.Ordinal));
    }

    /// <summary>The store, with what lies nested in it once the files of all layers have been asked for.</summary>
    public IReadOnlyList<IEvidenceSource> Sources(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers)
            Assert.That(layer.Files is null || layer.Files.Tree.Count > 0);
        return [this, .. _images?.Sources ?? []];
    }

    public Inventory Read() => Read(out _);

    public Inventory Read(out IReadOnlyList<int> roots)
    {
        var inventory = new Inventory();
        _images = new NestedImages(new OpenOptions { Scratch = new Scratch(), Problems = Problems });
        roots = WholeReading.Of(this, inventory, Problems, _images);
        return inventory;
    }

    /// <summary>Reads the store and the logs of all its containers.</summary>
    public Inventory ReadWithLogs()
    {
        Inventory inventory = Read();
        foreach (Container container in inventory.Containers)
            Assert.That(ContainerLog.Read(container, Problems).Count(), Is.GreaterThanOrEqualTo(0));
        return inventory;
    }

    public Stream Open(int node) => _opened[(int)Tree[node].DataOffset].Content is { } bytes
        ? new MemoryStream(bytes, writable: false)
        : throw new EvidenceFormatException("SF-TEST-0001", "its bytes are not in the evidence");

    public void Dispose()
    {
    }

    private MadeStore Set(string path, Entry entry)
    {
        _entries[path] = entry;
        return this;
    }

    private EvidenceTree Build()
    {
        var builder = new EvidenceTreeBuilder();
        foreach ((string path, Entry entry) in _entries)
        {
            EntryMetadata metadata = entry.Facts ?? Plain(path, entry);
            metadata.DataOffset = entry.Kind == EntryKind.File ? _opened.Count : -1;
            if (entry.Kind == EntryKind.File)
                _opened.Add(entry);
            Assert.That(builder.Add(Encoding.Latin1.GetBytes(path), metadata, out _), Is.EqualTo(EvidenceTreeBuilder.AddResult.Added), path);
        }
        foreach ((string path, Entry entry) in _entries.Where(e => e.Value.LinkOf is not null))
            Assert.That(builder.Link(Find(path), Find(entry.LinkOf!)), path);
        return builder.Seal();

        int Find(string path) => builder.Find(Encoding.Latin1.GetBytes(path));
    }

    private static EntryMetadata Plain(string path, Entry entry) => new()
    {
        Kind = entry.Kind,
        Mode = 0x1ed,
        Size = entry.Size,
        LinkTarget = entry.Target,
        Modified = new Timestamp(1_600_000_000, 0),
        // As the kernel marks a layer that was written to: a copy with such marks has kept them.
        Xattrs = entry.Kind == EntryKind.Directory && path.EndsWith("/diff", StringComparison.Ordinal)
            ? [new ExtendedAttribute("trusted.overlay.impure", [(byte)'y'])] : null,
    };
}
