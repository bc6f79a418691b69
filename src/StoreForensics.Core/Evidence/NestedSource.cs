namespace StoreForensics.Evidence;

/// <summary>What lies in a file of another source: part of that evidence, under its name, with origins that go through the file.</summary>
internal sealed class NestedSource(EntryRef file, IEvidenceSource content) : IEvidenceSource
{
    /// <summary>Stands in an origin between the path of a file and that of what is in it.</summary>
    public const byte Separator = (byte)'!';

    /// <summary>The source whose file it lies in.</summary>
    public IEvidenceSource Outer => file.Source;

    public string Name => file.Source.Name;

    public IReadOnlyList<string> Wrapping { get; } = [.. file.Source.Wrapping, .. content.Wrapping];

    public EvidenceTree Tree => content.Tree;

    public bool NamesInodes => content.NamesInodes;

    public ReadOnlyMemory<byte> OriginPrefix { get; } = (byte[])[.. file.Source.OriginPrefix.Span, .. file.Path.Bytes, Separator];

    public Stream Open(int node) => content.Open(node);

    public void Dispose() => content.Dispose();
}
