using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// Images that the root holds twice: the migration of 1.10 gives each image of <c>graph/</c> a record in the new store and leaves the old one. They are one
/// image with two records, of which the newer counts; the older one tells how it came to be and when it was first known here.
/// </summary>
internal sealed class MigratedImages
{
    private readonly Dictionary<string, Image> _newer = new(StringComparer.Ordinal);

    public MigratedImages(DataRoot root, Inventory inventory, IEnumerable<Image> graph)
    {
        var byId = new Dictionary<string, Image>(StringComparer.Ordinal);
        foreach (Image image in inventory.Images.Where(i => i.Store.Root == root.Origin))
            byId.TryAdd(image.Id, image);
        foreach (Image old in graph)
        {
            if (root.Migration.NewId(old.Id) is { } id && byId.TryGetValue(id, out Image? image))
                _newer[old.Id] = image;
        }
    }

    /// <summary>The images in the newer store, by their ids in <c>graph/</c>.</summary>
    public IReadOnlyDictionary<string, Image> All => _newer;

    /// <summary>The image in the newer store; null for one that is in <c>graph/</c> alone.</summary>
    public Image? Find(string graphId) => _newer.GetValueOrDefault(graphId);

    /// <summary>Gives the newer records what only the older ones tell.</summary>
    public void Join(IEnumerable<Image> graph)
    {
        foreach (Image old in graph)
        {
            if (Find(old.Id) is not { } image)
                continue;
            image.EarlierRecords.Add(new EarlierRecord(old.Id, old.Origin, old.Record));
            if (old.Registered is not null)
                (image.Registered, image.RegisteredOrigin) = (old.Registered, old.RegisteredOrigin);
            string[] signs = [.. old.Provenance?.Signs ?? [], $"{old.Origin.Path} is its record from before the migration to content addressability"];
            image.Provenance = new Provenance(old.Provenance?.Origin ?? Provenance.Unknown, old.Provenance?.Made ?? image.Provenance?.Made, signs);
        }
    }
}
