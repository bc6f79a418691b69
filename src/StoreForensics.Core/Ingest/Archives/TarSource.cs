using StoreForensics.Evidence;
using StoreForensics.Ingest.Archives.Tar;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>
/// A tar as evidence, in any dialect (v7, ustar, PAX, GNU, star, also mixed), plain or inside compression. Its headers are read once, front to back; see
/// docker-storage-formats.md section 12.2.
/// </summary>
/// <remarks>
/// <see cref="EvidenceNode.HasFraction"/> is set for all entries as soon as one has a PAX modification time: GNU tar and Go leave that record out when the
/// fraction is zero, so its absence on one entry of such an archive is an exact whole second.
/// </remarks>
public sealed class TarSource : IEvidenceSource
{
    // Two headers, PAX records and little data: archives of small files, where it matters.
    private const int TypicalEntryBytes = 2048;

    private readonly IReadOnlyDictionary<long, SparseMap> _sparse;
    private readonly KeptContent? _kept;
    private readonly TarContent _content;

    private TarSource(string name, IReadOnlyList<string> wrapping, TarTree tree, KeptContent? kept, TarContent content)
    {
        Name = name;
        Wrapping = wrapping;
        Tree = tree.Seal();
        _sparse = tree.Sparse;
        _kept = kept;
        _content = content;
    }

    public string Name { get; }

    public IReadOnlyList<string> Wrapping { get; }

    public EvidenceTree Tree { get; }

    /// <summary>Reads all headers. Takes over the content and what is kept, but not the input.</summary>
    /// <param name="name">The evidence as the user named it.</param>
    /// <param name="wrapping">Outermost first, <c>tar</c> last.</param>
    /// <param name="input">The archive from its start.</param>
    /// <param name="content">Where members' bytes are read afterwards.</param>
    /// <param name="kept">What to set aside while reading; null for nothing.</param>
    /// <param name="log">Where faults go.</param>
    internal static TarSource Read(string name, IReadOnlyList<string> wrapping, BlockInput input, TarContent content, KeptContent? kept, ArchiveLog log)
    {
        try
        {
            var tree = new TarTree(log, new EvidenceTreeBuilder((input.Length ?? 0) / TypicalEntryBytes));
            new TarScanner(input, tree, kept, log).Run();
            return new TarSource(name, wrapping, tree, kept, content);
        }
        catch
        {
            kept?.Dispose();
            content.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// In a plain tar, and for what was kept, streams seek, and any number may be open on any threads. Otherwise the archive is decompressed again up to the
    /// member, or onward from the member read last if that lies before: open members in the order of <see cref="EvidenceNode.DataOffset"/>. From standard
    /// input only what was kept can be opened. A sparse file comes expanded.
    /// </remarks>
    public Stream Open(int node)
    {
        ref readonly EvidenceNode file = ref Tree[node];
        if (file.Kind != EntryKind.File)
            throw new EvidenceFormatException(ArchiveProblems.NotAFile, $"{Tree.PathOf(node)} is no regular file");
        if (file.DataOffset < 0)
            throw new EvidenceFormatException(ArchiveProblems.DataMissing, $"the bytes of {Tree.PathOf(node)} are not in the archive");
        SparseMap? map = _sparse.GetValueOrDefault(file.DataOffset);
        long stored = map?.PackedBytes ?? file.Size;
        Stream data = stored == 0 ? new MemoryStream([], writable: false) : OpenStored(file.DataOffset, stored);
        return map is null ? data : new SparseStream(map, data, file.Size);
    }

    private Stream OpenStored(long offset, long length) =>
        _kept?.Open(offset) is { } kept ? new SubStream(kept, 0, length) : _content.Open(offset, length);

    public void Dispose()
    {
        _kept?.Dispose();
        _content.Dispose();
    }
}
