using StoreForensics.Primitives;

namespace StoreForensics.Model.Layout;

/// <summary>What one file or directory of a store is for, with an example out of this evidence.</summary>
/// <param name="Store">The store.</param>
/// <param name="Title">What it is called: <c>Tags</c>.</param>
/// <param name="Says">One or two sentences on what it holds and how it is read, for who has never seen such a store.</param>
/// <param name="Place">The example; where the evidence has none, where it would lie, with names in braces for what would differ.</param>
public sealed record LayoutFact(StoreInfo Store, string Title, string Says, Origin Place)
{
    /// <summary>Whether the evidence has such a file.</summary>
    public bool IsThere { get; init; } = true;

    /// <summary>What in it <see cref="Value"/> was read from: the path of a JSON value, <c>text</c>, <c>link to</c>; null where nothing was read.</summary>
    public string? Key { get; init; }

    /// <summary>As read from the example, cut where it is long; null where nothing was read.</summary>
    public string? Value { get; init; }

    /// <summary>How many of the kind the store has; null where they were not counted.</summary>
    public int? Count { get; init; }
}
