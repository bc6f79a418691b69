using StoreForensics.Model;

namespace StoreForensics.Reports;

/// <summary>Containers as <c>docker ps -a</c> lists them.</summary>
public static class ContainerRows
{
    /// <summary>The newest first; of one moment, by the name's bytes, then by id and store.</summary>
    public static IReadOnlyList<Container> Of(Inventory inventory) =>
        [.. inventory.Containers
            .OrderByDescending(container => ImageRows.MomentOf(container.Created))
            .ThenBy(container => container.Name ?? "", StringComparer.Ordinal)
            .ThenBy(container => container.Id, StringComparer.Ordinal)
            .ThenBy(container => container.Store.Name, StringComparer.Ordinal)];
}
