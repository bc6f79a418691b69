namespace StoreForensics.Evidence;

/// <summary>An evidence that carries digests of itself, as an EWF image does.</summary>
internal interface IDigestedEvidence
{
    /// <summary>Computes them again; reads the whole evidence, once. Empty when it carries none.</summary>
    IReadOnlyList<StoredDigest> CheckDigests();
}
