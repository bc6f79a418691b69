using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>Writes a described store as one layout has it on disk, and says what of the description that layout cannot hold.</summary>
internal abstract class StoreWriter
{
    /// <summary>The storage driver, as the inventory names it.</summary>
    public abstract string Driver { get; }

    /// <summary>Where the time of a deletion in an image's layer is left.</summary>
    public abstract DeletionTime DeletionsInImages { get; }

    /// <summary>The same of a container's own layer.</summary>
    public abstract DeletionTime DeletionsInContainers { get; }

    public abstract MadeStore Write(DescribedStore store);

    /// <summary>The id under which an image was written.</summary>
    public abstract string IdOf(DescribedImage image);
}

/// <summary>What is left of the time of a deletion.</summary>
internal enum DeletionTime
{
    /// <summary>The time itself, of a mark that was made for it alone.</summary>
    Itself,

    /// <summary>When the layer was unpacked: the engine makes the mark then, and does not give it the time in the tar.</summary>
    Unpacking,

    /// <summary>Nothing but the build step that the layer came from: the name is merely not there.</summary>
    BuildStep,

    /// <summary>The last change of the directory that had the name.</summary>
    Directory,
}
