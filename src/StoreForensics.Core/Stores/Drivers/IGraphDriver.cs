using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Drivers;

/// <summary>One directory that a storage driver keeps.</summary>
internal sealed record DriverLayer
{
    /// <summary>The driver's name for it.</summary>
    public required string Id { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>Null when out of reach; then <see cref="Unreachable"/> says why.</summary>
    public LayerFiles? Files { get; init; }

    public string? Unreachable { get; init; }

    /// <summary>The layer below, as the driver itself records it; null where it does not.</summary>
    public string? ParentId { get; init; }

    /// <summary>Whether the driver records what lies below this layer, so that a missing <see cref="ParentId"/> says that nothing does.</summary>
    public bool RecordsParent { get; init; }

    /// <summary>Whether the driver names a nearer layer below than <see cref="ParentId"/>, of which it cannot be told which it is.</summary>
    public bool HasUnknownBelow { get; init; }

    /// <summary>When the driver made it, where a file of its own tells.</summary>
    public Timestamp? Registered { get; init; }

    /// <summary>The file that <see cref="Registered"/> was read from.</summary>
    public Origin? RegisteredOrigin { get; init; }

    /// <summary>The file that the driver rewrites whenever a layer or container is made on top of this one; null where it has none.</summary>
    public int? ChildMark { get; init; }

    public LayerTraits Traits { get; init; }

    /// <summary>Left by an interrupted removal.</summary>
    public bool IsRemoving { get; init; }
}

/// <summary>A storage driver: where its layers' files lie and how it spells a deletion. Knows nothing of images and containers.</summary>
internal interface IGraphDriver
{
    /// <summary>Docker's name for it.</summary>
    string Name { get; }

    /// <summary>Every layer directory that it keeps, in byte order of ids.</summary>
    IEnumerable<DriverLayer> Layers();
}
