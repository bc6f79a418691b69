using StoreForensics.Evidence;

namespace StoreForensics.Model.Layout;

/// <summary>What an engine keeps at a place of its store. Only its reader knows the layout; whoever comes later asks for these facts.</summary>
public enum StorePlaceKind
{
    /// <summary>A file or directory of notes on a layer: a driver's, or the engine's record of it.</summary>
    LayerNotes,

    /// <summary>A mounted copy of a layer's view, or a directory of such copies: no facts of their own.</summary>
    MountedView,

    /// <summary>The kernel's scratch space for a mount.</summary>
    Scratch,

    /// <summary>The directory of a volume, with its data in it or elsewhere.</summary>
    VolumeNotes,

    /// <summary>The file or directory that describes an image.</summary>
    ImageRecord,

    /// <summary>The directory of a container's own files.</summary>
    ContainerDirectory,

    /// <summary>A file that the engine rewrites whenever a container's configuration changes.</summary>
    ContainerConfiguration,

    /// <summary>A file that the engine writes when it connects a container to a network.</summary>
    ContainerNetworkFile,

    /// <summary>A log that was rotated away: it is not written to after its last change.</summary>
    RotatedLog,
}

/// <summary>A place of a store, and whose it is.</summary>
/// <param name="Entry">The file or directory; what lies below belongs to it, save where another place begins.</param>
/// <param name="Kind">What is kept there.</param>
public sealed record StorePlace(EntryRef Entry, StorePlaceKind Kind)
{
    /// <summary>The layer concerned; null where there is none or it is not known.</summary>
    public Layer? Layer { get; init; }

    /// <inheritdoc cref="Layer"/>
    public Image? Image { get; init; }

    /// <inheritdoc cref="Layer"/>
    public Container? Container { get; init; }

    /// <inheritdoc cref="Layer"/>
    public Volume? Volume { get; init; }

    /// <summary>Whether what lies here is a copy of something else, or scratch: no event and no fact of its own.</summary>
    public bool IsCopy => Kind is StorePlaceKind.MountedView or StorePlaceKind.Scratch;
}
