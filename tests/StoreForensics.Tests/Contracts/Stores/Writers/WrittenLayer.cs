using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary>A described layer that has a place in a driver.</summary>
/// <param name="Id">The driver's name for it.</param>
/// <param name="Layer">What it does.</param>
/// <param name="Below">Null for a base layer.</param>
/// <param name="Made">When the engine made it: unpacked an image's, created a container's.</param>
/// <param name="WasMounted">Whether the kernel wrote it, as it does a container's; the engine unpacks those of images.</param>
internal sealed record WrittenLayer(string Id, DescribedLayer Layer, WrittenLayer? Below, Timestamp Made, bool WasMounted = false)
{
    /// <summary>Those below, nearest first.</summary>
    public IEnumerable<WrittenLayer> Lower => Below is null ? [] : [Below, .. Below.Lower];
}
