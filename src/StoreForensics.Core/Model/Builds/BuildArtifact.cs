using StoreForensics.Evidence;

namespace StoreForensics.Model.Builds;

/// <summary>A piece of content that a build points to.</summary>
/// <param name="Digest">With its algorithm, as recorded.</param>
/// <param name="MediaType">As recorded.</param>
/// <param name="SizeBytes">As recorded.</param>
public sealed record BuildArtifact(string Digest, string? MediaType, long? SizeBytes)
{
    /// <summary><c>os/architecture</c>; null where none is said.</summary>
    public string? Platform { get; init; }

    /// <summary>Of an attestation, what it states (<c>https://slsa.dev/provenance/v0.2</c>); null for the rest.</summary>
    public string? PredicateType { get; init; }

    /// <summary>The file with its bytes; null when it is not in the evidence.</summary>
    public EntryRef? Entry { get; init; }
}
