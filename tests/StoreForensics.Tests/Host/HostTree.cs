using System.IO.Compression;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Host;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Host;

/// <summary>A host in memory: files by path, with a data root at <c>var/lib/docker</c> that holds just what it is recognised by.</summary>
internal sealed class HostTree : IEvidenceSource
{
    private readonly EvidenceTreeBuilder _builder = new();
    private readonly List<byte[]> _contents = [];
    private EvidenceTree? _tree;

    public HostTree(string? dataRoot = "var/lib/docker")
    {
        if (dataRoot is not null)
            Store(dataRoot);
    }

    public string Name => "host";

    public IReadOnlyList<string> Wrapping => ["directory"];

    public EvidenceTree Tree => _tree ??= _builder.Seal();

    public ProblemLog Problems { get; } = new();

    public HostTree Store(string path) => File(path + "/image/overlay2/imagedb/content/x", "").File(path + "/overlay2/l/x", "").File(path
        + "/volumes/metadata.db", "");

    public HostTree File(string path, string text) => File(Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(text));

    public HostTree File(string path, byte[] bytes) => File(Encoding.UTF8.GetBytes(path), bytes);

    public HostTree File(byte[] path, byte[] bytes, long? size = null)
    {
        _builder.Add(path, new EntryMetadata { Kind = EntryKind.File, Size = size ?? bytes.Length, DataOffset = _contents.Count }, out _);
        _contents.Add(bytes);
        return this;
    }

    public HostTree Link(string path, string target)
    {
        _builder.Add(Encoding.UTF8.GetBytes(path), new EntryMetadata
        {
            Kind = EntryKind.Symlink,
            LinkTarget = Encoding.UTF8.GetBytes(target),
            DataOffset = -1
        }, out _);
        return this;
    }

    public Stream Open(int node) => new MemoryStream(_contents[(int)Tree[node].DataOffset], writable: false);

    public void Dispose()
    {
    }

    /// <summary>All hosts that are found.</summary>
    public List<HostFacts> Hosts(HostLimits? limits = null)
    {
        var inventory = new Inventory();
        HostReader.Read(new EvidenceFiles(this, Problems), [.. StoreRoots.Find(Tree).Select(r => r.Node)], inventory, limits);
        return inventory.Hosts;
    }

    /// <summary>The only host.</summary>
    public HostFacts Host(HostLimits? limits = null) => Hosts(limits).Single();

    public string[] Codes => [.. Problems.Sorted().Select(p => p.Code)];

    public static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>Lines as <c>path:number text</c>.</summary>
    public static string[] Lines(IEnumerable<HostText> lines) => [.. lines.Select(l => $"{l.Origin.Path}:{l.Line} {l}")];
}
