using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage.Records;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.ContainersStorage.Images;

/// <summary>An image with what it was read from.</summary>
/// <param name="Stored">The index's record.</param>
/// <param name="Record">The configuration's history and layers; of a list those of <paramref name="Member"/>.</param>
/// <param name="Json">The configuration; does not exist where it is not in the evidence.</param>
/// <param name="Member">Of a list of images, the one for the engine's own platform; null for an image, and where the store has none of the list.</param>
internal sealed record PlacedImage(StoredImage Stored, ImageRecord Record, JsonView Json, PlacedImage? Member)
{
    public Image Image => Record.Image;
}
