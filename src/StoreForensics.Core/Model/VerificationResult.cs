namespace StoreForensics.Model;

/// <summary>What came of comparing the evidence with what the engine recorded: images, then layers' places, then layers with their files, then blobs.</summary>
public sealed record VerificationResult(IReadOnlyList<Check> Checks)
{
    /// <summary>Bytes of layers' files that were read and compared.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether anything contradicts its record.</summary>
    public bool HasMismatch => Checks.Any(c => c.IsMismatch);

    public int Count(CheckKind kind, CheckStatus status) => Checks.Count(c => c.Kind == kind && c.Status == status);

    public int Count(CheckKind kind) => Checks.Count(c => c.Kind == kind);
}
