namespace StoreForensics.Views;

/// <summary>A path that two views do not have alike.</summary>
/// <param name="Change"><c>A</c>: only the second has it; <c>D</c>: only the first; <c>C</c>: both, in different versions.</param>
/// <param name="Path">Absolute.</param>
/// <param name="First">Null for A.</param>
/// <param name="Second">Null for D.</param>
/// <param name="Aspects">In what the versions differ; none for A and D.</param>
public sealed record FileDifference(char Change, byte[] Path, ViewEntry? First, ViewEntry? Second, EntryAspects Aspects);
