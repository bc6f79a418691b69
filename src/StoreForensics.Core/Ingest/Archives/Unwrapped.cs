using StoreForensics.Formats.Compression;
using StoreForensics.Ingest.Recognition;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Archives;

/// <summary>A tar, or a disk image, reached through any layers of compression.</summary>
/// <param name="Kind">Which it is.</param>
/// <param name="Content">Its bytes from the start.</param>
/// <param name="Layers">The compression around it, outermost first.</param>
internal sealed record Unwrapped(FormatKind Kind, Stream Content, IReadOnlyList<FormatKind> Layers)
{
    /// <summary>Compression of compression of compression is rare; endless nesting is an attack.</summary>
    private const int MaxLayers = 4;

    /// <summary>Decompresses as long as what comes out is compressed. Takes over the stream.</summary>
    /// <param name="name">The evidence, for messages.</param>
    /// <param name="raw">From its start.</param>
    /// <param name="around">What it was taken out of, in words (<c>a zip holding </c>); or empty.</param>
    /// <param name="takesDisks">Whether a disk image is as good as a tar.</param>
    /// <exception cref="EvidenceOpenException">What lies inside is neither.</exception>
    public static Unwrapped Open(string name, Stream raw, string around, bool takesDisks = false)
    {
        var layers = new List<FormatKind>();
        var stream = new PeekStream(raw);
        try
        {
            while (true)
            {
                ReadOnlySpan<byte> head = stream.Peek(Recogniser.FileHeadBytes);
                Recognised found = Recogniser.File(head);
                if (found.Kind == FormatKind.Tar || (takesDisks && found.Kind.IsDisk()))
                    return new Unwrapped(found.Kind, stream, layers);
                if (found.Kind.Compression() is not { } format || layers.Count == MaxLayers)
                    throw OpenErrors.NotEvidence(name, around, found, head, null, stream.Damage);
                around += found.Words + " holding ";
                layers.Add(found.Kind);
                stream = new PeekStream(Decompressor.Open(format, stream));
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The same again, from a fresh stream of the outermost bytes.</summary>
    public static Stream Again(Stream raw, IReadOnlyList<FormatKind> layers)
    {
        foreach (FormatKind layer in layers)
            raw = Decompressor.Open(layer.Compression()!.Value, raw);
        return raw;
    }

    /// <summary>The words for <see cref="Evidence.IEvidenceSource.Wrapping"/>.</summary>
    public static IReadOnlyList<string> Words(FormatKind? container, IReadOnlyList<FormatKind> layers) => [.. Around(container, layers), FormatKind.Tar.Name()];

    /// <summary>The same without what lies inside.</summary>
    public static IReadOnlyList<string> Around(FormatKind? container, IReadOnlyList<FormatKind> layers) =>
        [.. (container is { } outer ? [outer.Name()] : Array.Empty<string>()), .. layers.Select(l => l.Name())];
}
