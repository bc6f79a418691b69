using StoreForensics.Model;

namespace StoreForensics.Stores;

/// <summary>Collects the references of images, each once: one image can have a hundred thousand.</summary>
internal sealed class ReferenceLists
{
    private readonly Dictionary<Image, HashSet<ImageReference>> _known = new(ReferenceEqualityComparer.Instance);

    public void Add(Image image, ImageReference reference)
    {
        if (!_known.TryGetValue(image, out HashSet<ImageReference>? known))
            _known[image] = known = [.. image.References];
        if (known.Add(reference))
            image.References.Add(reference);
    }

    /// <summary>Brings the references of all images that got any into byte order of their spelling, each spelt once.</summary>
    public void Sort()
    {
        foreach (Image image in _known.Keys)
        {
            List<(string Spelling, ImageReference Reference)> spelt = [.. image.References.Select(r => (r.ToString(), r))];
            spelt.Sort(static (a, b) => string.CompareOrdinal(a.Spelling, b.Spelling));
            image.References.Clear();
            image.References.AddRange(spelt.Select(s => s.Reference));
        }
    }
}
