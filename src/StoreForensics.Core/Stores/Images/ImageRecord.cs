using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Images;

/// <summary>An image with what its configuration says of layers, which only the layer database can make layers of.</summary>
/// <param name="Image">Without steps and layers.</param>
/// <param name="History">Oldest first.</param>
/// <param name="DiffIds">Bottom first; well-formed ones only.</param>
/// <param name="LastTagged">When a tag of it was last set here, on the daemon's clock; null where that is not recorded.</param>
/// <param name="LastTaggedOrigin">The file that says so.</param>
/// <param name="IsBuiltLocally">Whether the engine marked it as built here; null where it made no such marks.</param>
internal sealed record ImageRecord(Image Image, IReadOnlyList<HistoryEntry> History, IReadOnlyList<string> DiffIds, RecordedTime? LastTagged,
    Origin? LastTaggedOrigin, bool IsBuiltLocally);
