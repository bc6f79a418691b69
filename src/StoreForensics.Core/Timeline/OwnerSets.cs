using StoreForensics.Model;

namespace StoreForensics.Timeline;

/// <summary>
/// The images that a layer or a step belongs to, once for all that have the same: thousands of builds on one base own its layers alike, and each of their
/// steps would hold all of them again.
/// </summary>
internal sealed class OwnerSets
{
    private readonly Dictionary<IReadOnlyList<Image>, OwnerSet> _known = new(new SameImages());
    private readonly Dictionary<Layer, OwnerSet> _byLayer = new(ReferenceEqualityComparer.Instance);

    /// <summary>Images that Docker lists; a layer that only intermediate images have belongs to the one that it was made for.</summary>
    public OwnerSet Of(Layer layer)
    {
        if (!_byLayer.TryGetValue(layer, out OwnerSet? owners))
            _byLayer[layer] = owners = Of(Owners(layer));
        return owners;
    }

    /// <summary>Of these images, in this order; the list is kept and must not change.</summary>
    public OwnerSet Of(IReadOnlyList<Image> images)
    {
        if (!_known.TryGetValue(images, out OwnerSet? owners))
            _known[images] = owners = new OwnerSet(images);
        return owners;
    }

    private static Image[] Owners(Layer layer)
    {
        Image[] listed = [.. layer.Images.Where(i => !i.IsIntermediate)];
        if (listed.Length > 0)
            return listed;
        Image[] own = [.. layer.Images.Where(i => i.Layers[^1] == layer)];
        return own.Length > 0 ? own : [.. layer.Images];
    }

    private sealed class SameImages : IEqualityComparer<IReadOnlyList<Image>>
    {
        public bool Equals(IReadOnlyList<Image>? x, IReadOnlyList<Image>? y) => ReferenceEquals(x, y) || x!.SequenceEqual(y!);

        public int GetHashCode(IReadOnlyList<Image> images)
        {
            var hash = default(HashCode);
            for (int i = 0; i < images.Count; i++)
                hash.Add(images[i]);
            return hash.ToHashCode();
        }
    }
}
