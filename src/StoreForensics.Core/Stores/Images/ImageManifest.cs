namespace StoreForensics.Stores.Images;

/// <summary>A manifest: one configuration and the blobs of its layers (OCI image-spec manifest.md).</summary>
/// <param name="Digest">Its own.</param>
/// <param name="Platform">As the index says, else as the configuration does.</param>
internal sealed record ImageManifest(string Digest, ImagePlatform Platform)
{
    /// <summary>Null when the manifest is not in the evidence or names none.</summary>
    public string? Config { get; init; }

    /// <summary>The layers' blobs, bottom first.</summary>
    public IReadOnlyList<LayerBlob> Blobs { get; init; } = [];

    /// <summary>Their digests alone.</summary>
    public IReadOnlyList<string> Layers => [.. Blobs.Select(b => b.Digest)];

    /// <summary>What the configuration is, as recorded; null when it is not said.</summary>
    public string? ConfigType { get; init; }

    /// <summary>What the manifest says that it is, where it is no image.</summary>
    public string? ArtifactType { get; init; }

    /// <summary>Whether the manifest itself is in the evidence.</summary>
    public bool IsPresent { get; init; }

    /// <summary>Whether it is about another one (provenance, SBOM) and no image.</summary>
    public bool IsAttestation { get; init; }
}
