using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>A store as one would tell of it who knows of images and containers, and of no engine or driver.</summary>
internal sealed record DescribedStore
{
    /// <summary>When its images came to this host; its containers are younger.</summary>
    public required Timestamp Registered { get; init; }

    public required IReadOnlyList<DescribedImage> Images { get; init; }

    public required IReadOnlyList<DescribedContainer> Containers { get; init; }

    public required IReadOnlyList<DescribedVolume> Volumes { get; init; }
}

/// <summary>A volume; <c>/</c> among its entries is its own directory.</summary>
internal sealed record DescribedVolume(string Name, string Label, IReadOnlyList<DescribedEntry> Entries);
