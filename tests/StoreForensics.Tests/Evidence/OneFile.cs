using StoreForensics.Evidence;

namespace StoreForensics.Tests.Evidence;

/// <summary>An evidence of one regular file.</summary>
internal sealed class OneFile : IEvidenceSource
{
    private readonly Func<Stream> _open;

    public OneFile(string name, byte[] bytes)
        : this(name, bytes.Length, () => new MemoryStream(bytes, writable: false))
    {
    }

    public OneFile(string name, long size, Func<Stream> open)
    {
        _open = open;
        var builder = new EvidenceTreeBuilder();
        builder.Add(System.Text.Encoding.UTF8.GetBytes(name), new EntryMetadata { Kind = EntryKind.File, Size = size }, out int node);
        Node = node;
        Tree = builder.Seal();
    }

    public int Node { get; }

    public string Name => "test";

    public IReadOnlyList<string> Wrapping { get; } = ["test"];

    public EvidenceTree Tree { get; }

    /// <summary>The bytes as readers of a store get them.</summary>
    public static Stream Plain(string name, byte[] bytes)
    {
        var file = new OneFile(name, bytes);
        return StoredFile.OpenPlain(file, file.Node);
    }

    public Stream Open(int node) => _open();

    public void Dispose()
    {
    }
}
