namespace StoreForensics.Model.Layout;

/// <summary>What a layer's chain id is made of, as the engine recorded it (OCI image-spec config.md, "Layer ChainID"). Not checked: may be any text.</summary>
/// <param name="DiffId">Null when its record is missing.</param>
/// <param name="ParentChainId">Null for a base layer.</param>
public sealed record ChainRecord(string? DiffId, string? ParentChainId);
