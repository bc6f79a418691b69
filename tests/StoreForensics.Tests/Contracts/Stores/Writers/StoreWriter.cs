using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>Writes a described store as one layout has it on disk, and says what of the description that layout cannot hold.</summary>
internal abstract class StoreWriter
{
    /// <summary>The storage driver, as the inventory names it.</summary>
    public abstract string Driver { get; }

    /// <summary>Where the time of a deletion in a container's own layer is left; in an image's layer it is the build step's.</summary>
    public abstract DeletionTime DeletionsInContainers { get; }

    /// <summary>Whether the engine puts a layer of its own between an image and a container.</summary>
    public virtual bool HasInitLayers => true;

    /// <summary>Whether it has no place for containers and volumes, nor for when an image came to the host.</summary>
    public virtual bool HoldsImagesOnly => false;

    /// <summary>Bytes of a layer as the layout records them.</summary>
    public virtual long SizeOf(DescribedLayer layer) => layer.Size;

    public abstract MadeStore Write(DescribedStore store);

    /// <summary>The id under which an image was written.</summary>
    public abstract string IdOf(DescribedImage image);
}

/// <summary>What is left of the time of a deletion.</summary>
internal enum DeletionTime
{
    /// <summary>The time itself, of a mark that was made for it alone.</summary>
    Itself,

    /// <summary>The last change of the directory that had the name.</summary>
    Directory,
}
