using StoreForensics.Evidence;

namespace StoreForensics.Model.Builds;

/// <summary>What a builder states about how something was made (SLSA provenance v0.2 or v1 with BuildKit's extensions).</summary>
/// <param name="PredicateType">Its address; null where the statement itself does not say.</param>
/// <param name="Digest">Of the document.</param>
/// <param name="Entry">The document.</param>
public sealed record BuildProvenance(string? PredicateType, string Digest, EntryRef Entry)
{
    /// <summary>The frontend.</summary>
    public string? Frontend { get; init; }

    /// <summary>What the frontend was told, in byte order; empty in mode min.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The ids of secrets that were asked for. Values are never recorded.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The ids of ssh agents that were asked for.</summary>
    public IReadOnlyList<string> SshAgents { get; init; } = [];

    /// <summary>What went in: base images, repositories, downloads.</summary>
    public IReadOnlyList<BuildMaterial> Materials { get; init; } = [];

    /// <summary>The files that told the builder what to do, verbatim; empty in mode min.</summary>
    public IReadOnlyList<BuildSource> Sources { get; init; } = [];

    /// <summary>The cache directories that steps mounted.</summary>
    public IReadOnlyList<BuildCacheMount> CacheMounts { get; init; } = [];

    /// <summary>Where the repository is that it was built from, and at what revision; null where none is said.</summary>
    public string? VcsSource { get; init; }

    /// <inheritdoc cref="VcsSource"/>
    public string? VcsRevision { get; init; }
}
