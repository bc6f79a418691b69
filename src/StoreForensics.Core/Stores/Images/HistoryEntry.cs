using StoreForensics.Model;

namespace StoreForensics.Stores.Images;

/// <summary>One entry of an image's <c>history</c>.</summary>
internal sealed record HistoryEntry(RecordedTime? Created, string CreatedBy, string? Author, string? Comment, bool IsEmpty);
