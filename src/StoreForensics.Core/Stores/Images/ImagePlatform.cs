namespace StoreForensics.Stores.Images;

/// <summary>What an image is made for (OCI image-spec image-index.md, "platform"). Null is not said.</summary>
/// <param name="Os">As Go spells it.</param>
/// <param name="Architecture">As Go spells it.</param>
/// <param name="Variant">Of the architecture.</param>
internal sealed record ImagePlatform(string? Os, string? Architecture, string? Variant)
{
    public override string ToString() => string.Join('/', new[] { Os ?? "unknown", Architecture ?? "unknown", Variant }.Where(p => !string.IsNullOrEmpty(p)));
}
