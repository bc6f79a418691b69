using System.Text;
using StoreForensics.Primitives;

namespace StoreForensics.Evidence;

/// <summary>
/// Reads small files of a store: every fault becomes a problem and a null, so that the caller goes on. Sizes are bounded; nothing but regular files is opened.
/// </summary>
/// <param name="source">The evidence.</param>
/// <param name="problems">Takes the faults.</param>
/// <param name="images">Opens images of file systems in it; null: none is opened.</param>
internal sealed class EvidenceFiles(IEvidenceSource source, ProblemLog problems, INestedImages? images = null)
{
    /// <summary>Metadata files are kilobytes; one larger than this is hostile or no metadata.</summary>
    public const int MaxMetadataBytes = 32 << 20;

    public IEvidenceSource Source => source;

    public EvidenceTree Tree => source.Tree;

    public ProblemLog Problems => problems;

    /// <summary>The same files, whose faults another log takes.</summary>
    public EvidenceFiles With(ProblemLog log) => new(source, log, images);

    public Origin Origin(int node, long? offset = null) => source.Origin(node, offset);

    /// <summary>The child of that name if it is a regular file; null when absent. Anything else of that name is a problem.</summary>
    public int? File(int directory, ReadOnlySpan<byte> name)
    {
        int node = Tree.Child(directory, name);
        if (node == EvidenceTree.None)
            return null;
        if (Tree[node].Kind == EntryKind.File)
            return node;
        problems.Damage("SF-STORE-0002", Origin(node), $"a {Tree[node].Kind.Name()} stands where a file is expected; it is not followed");
        return null;
    }

    /// <summary>The child of that name if it is a directory; null when absent. Anything else of that name is a problem.</summary>
    public int? Directory(int directory, ReadOnlySpan<byte> name)
    {
        int node = Tree.Child(directory, name);
        if (node == EvidenceTree.None)
            return null;
        if (Tree[node].Kind.IsDirectory())
            return node;
        problems.Damage("SF-STORE-0003", Origin(node), $"a {Tree[node].Kind.Name()} stands where a directory is expected; it is not followed");
        return null;
    }

    /// <inheritdoc cref="INestedImages.Open"/>
    public IEvidenceSource? OpenImage(int node) => images?.Open(new EntryRef(source, node));

    /// <inheritdoc cref="INestedImages.OpenTar"/>
    public IEvidenceSource? OpenTar(int node) => images?.OpenTar(new EntryRef(source, node));

    /// <inheritdoc cref="INestedImages.FirstNames"/>
    public IReadOnlyList<EvidencePath> FirstNames(int node) => images?.FirstNames(new EntryRef(source, node)) ?? [];

    /// <summary>The same for a file in another source: what lies nested in this one.</summary>
    public EvidenceFiles In(IEvidenceSource other) => new(other, problems, images);

    /// <inheritdoc cref="StoredFile.Open"/>
    public StoredFile Open(int node) => StoredFile.Open(source, node);

    /// <inheritdoc cref="StoredFile.OpenPlain"/>
    public StoredFile OpenPlain(int node) => StoredFile.OpenPlain(source, node);

    /// <summary>The whole file; null after a problem.</summary>
    public byte[]? ReadAll(int node, int maxBytes = MaxMetadataBytes)
    {
        long size = Tree[node].Size;
        if (size > maxBytes)
        {
            problems.Damage("SF-STORE-0004", Origin(node), $"{size} bytes are too many for this file; it is not read");
            return null;
        }
        try
        {
            byte[] bytes = StoredFile.ReadHead(source, node, (int)size);
            if (bytes.Length < size)
                problems.Damage("SF-STORE-0005", Origin(node), $"only {bytes.Length} of {size} bytes can be read");
            return bytes;
        }
        catch (EvidenceFormatException e)
        {
            problems.Damage("SF-STORE-0001", Origin(node), "cannot be read: " + DisplayText.Escape(e.Message));
            return null;
        }
    }

    /// <summary>A short text file with surrounding white space removed, as the engine reads its one-line files; null when absent or unreadable.</summary>
    public string? ReadText(int directory, ReadOnlySpan<byte> name)
    {
        if (File(directory, name) is not int node || ReadAll(node, 1 << 20) is not { } bytes)
            return null;
        return Encoding.UTF8.GetString(bytes).Trim(s_white);
    }

    private static readonly char[] s_white = [' ', '\t', '\r', '\n', '\0'];
}
