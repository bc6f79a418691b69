using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Timeline.Collectors;

/// <summary>
/// Steps of images that carry their whole history each (1.10 and later): the same step stands in every image built on it, and happened once. Two steps are
/// one when number, time, command and the layer beneath or made are the same.
/// </summary>
internal static class SharedSteps
{
    /// <summary>Every step once, where it stands first, with all images that have it.</summary>
    public static IReadOnlyList<(BuildStep Step, List<Image> Images)> Of(IEnumerable<Image> images)
    {
        var steps = new List<(BuildStep, List<Image>)>();
        var byKey = new Dictionary<Key, List<Image>>();
        foreach (Image image in images)
        {
            Layer? at = null;
            foreach (BuildStep step in image.Steps)
            {
                at = step.Layer ?? at;
                var key = new Key(image.Store, step.Number, step.Created?.Time, step.CreatedBy, step.IsEmptyLayer, at);
                if (!byKey.TryGetValue(key, out List<Image>? owners))
                {
                    byKey[key] = owners = [];
                    steps.Add((step, owners));
                }
                owners.Add(image);
            }
        }
        return steps;
    }

    private readonly record struct Key(StoreInfo Store, int Number, Timestamp? Created, string CreatedBy, bool IsEmpty, Layer? At);
}
