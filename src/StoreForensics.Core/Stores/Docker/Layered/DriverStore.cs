using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>One <c>image/&lt;driver&gt;</c> directory, read; or a driver directory that has none.</summary>
/// <param name="Info">The store that it is in the inventory.</param>
/// <param name="Directory">Its node; null for a driver without metadata.</param>
/// <param name="Database">Its layer database.</param>
/// <param name="Chains">The database's layers.</param>
/// <param name="Images">Its images.</param>
/// <param name="Sources">Where its layers came from.</param>
internal sealed record DriverStore(StoreInfo Info, int? Directory, LayerDatabase Database, ChainLayers Chains, LayeredImages Images, LayerSources Sources);
