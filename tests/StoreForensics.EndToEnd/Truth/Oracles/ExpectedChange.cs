namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>A file that a layer holds of its own, so that the timeline must have it exactly once.</summary>
/// <param name="Layer">The driver's directory name.</param>
/// <param name="Entry">As on disk; the path is the one inside the layer.</param>
/// <param name="IsNew">Whether nothing of that name shows through from below.</param>
internal sealed record ExpectedFile(string Layer, StatEntry Entry, bool IsNew);

/// <summary>A name that a layer takes away.</summary>
/// <param name="Modified">When, where the marker tells; null where the contract takes the time from elsewhere.</param>
/// <param name="IsTopmost">Names below a deleted directory may be told or not; the topmost must.</param>
internal sealed record ExpectedDeletion(string Layer, string Path, string? Modified, bool IsTopmost);
