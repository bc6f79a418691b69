using StoreForensics.Model;

namespace StoreForensics.Findings.Causes;

/// <summary>Of which containers images were committed: what was done in a container is in the image by no act of its own.</summary>
internal sealed class CommitSources
{
    public static readonly CommitSources None = new();

    private readonly HashSet<(string Image, string Container)> _known = [];

    private CommitSources()
    {
    }

    /// <summary>The container that the image names, else those of the image that it was committed upon, as far as they are in the evidence.</summary>
    public static CommitSources Of(Inventory inventory)
    {
        var sources = new CommitSources();
        ILookup<string, Container> byId = inventory.Containers.ToLookup(c => c.Id, StringComparer.Ordinal);
        ILookup<Layer?, Container> byTop = inventory.Containers.Where(c => c.Image is { Layers.Count: > 0 }).ToLookup(c => (Layer?)c.Image!.Layers[^1]);
        foreach (Image image in inventory.Images.Where(IsCommitted))
        {
            IEnumerable<Container> containers = image.ContainerId is { } id && byId.Contains(id) ? byId[id]
                : image.Layers.Count > 1 ? byTop[image.Layers[^2]].Where(c => c.Store == image.Store && !(c.Created?.Time > image.Made)) : [];
            foreach (Container container in containers)
                sources._known.UnionWith(image.DisplayNames.Select(name => (name, container.DisplayName)));
        }
        return sources;
    }

    /// <summary>Whether the image of that name was, or may well have been, committed of the container of that name.</summary>
    public bool IsOf(string image, string container) => _known.Contains((image, container));

    private static bool IsCommitted(Image image) => image.Provenance is { Origin: Provenance.Committed } or { Made: Provenance.Committed };
}
