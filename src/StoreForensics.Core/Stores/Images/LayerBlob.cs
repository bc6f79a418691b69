using StoreForensics.Formats.GoJson;

namespace StoreForensics.Stores.Images;

/// <summary>A layer as a manifest describes it (OCI image-spec descriptor.md). Null is not said.</summary>
/// <param name="Digest">Of the bytes as they are kept, compressed or not.</param>
internal sealed record LayerBlob(string Digest)
{
    public string? MediaType { get; init; }

    /// <summary>Bytes as they are kept.</summary>
    public long? Size { get; init; }

    /// <summary>Places outside of any registry that it comes from; empty for all but layers that may not be passed on.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Whether nobody can read it without a key (ocicrypt's media types end so).</summary>
    public bool IsEncrypted => MediaType?.EndsWith("+encrypted", StringComparison.Ordinal) == true;

    /// <summary>Whether it is kept elsewhere as a rule (Windows base layers).</summary>
    public bool IsForeign => MediaType is not null && (MediaType.Contains("foreign", StringComparison.Ordinal)
        || MediaType.Contains("nondistributable", StringComparison.Ordinal));

    /// <summary>Null when it names no digest.</summary>
    public static LayerBlob? Of(JsonView json) => json.Text("digest") is not { } digest ? null : new LayerBlob(digest)
    {
        MediaType = json.NonEmpty("mediaType"),
        Size = json.Integer("size"),
        Urls = json.Texts("urls") ?? [],
    };
}
