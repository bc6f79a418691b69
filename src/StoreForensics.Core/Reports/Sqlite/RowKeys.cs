
namespace StoreForensics.Reports.Sqlite;

/// <summary>Keys of rows by the object that they are about, and what a subject of events names by text.</summary>
internal sealed class RowKeys
{
    private readonly Dictionary<object, long> _keys = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Store, string Id), long> _images = [];
    private readonly Dictionary<(string Store, string Id), long> _containers = [];

    /// <summary>Null for an object that has no row.</summary>
    public long? Of(object? thing) => thing is not null && _keys.TryGetValue(thing, out long key) ? key : null;

    public long? OfImage(string store, string id) => _images.TryGetValue((store, id), out long key) ? key : null;

    public long? OfContainer(string store, string id) => _containers.TryGetValue((store, id), out long key) ? key : null;

    /// <summary>Numbers things from 1, in their order, before any row is written: rows may point forward.</summary>
    public void Number(Model.Inventory inventory)
    {
        AddAll(inventory.Images);
        AddAll(inventory.Layers);
        AddAll(inventory.Containers);
        AddAll(inventory.Volumes);
        foreach (Model.Image image in inventory.Images)
            _images.TryAdd((image.Store.Name, image.Id), _keys[image]);
        foreach (Model.Container container in inventory.Containers)
            _containers.TryAdd((container.Store.Name, container.Id), _keys[container]);
    }

    private void AddAll<T>(IReadOnlyList<T> things)
        where T : class
    {
        for (int i = 0; i < things.Count; i++)
            _keys.TryAdd(things[i], i + 1);
    }
}
