namespace StoreForensics.Model.Builds;

/// <summary>Where a build's result went.</summary>
/// <param name="Type"><c>image</c>, <c>local</c>, <c>tar</c>, <c>oci</c>, …</param>
/// <param name="Attributes">As recorded, in byte order.</param>
public sealed record BuildExporter(string Type, IReadOnlyDictionary<string, string> Attributes);
