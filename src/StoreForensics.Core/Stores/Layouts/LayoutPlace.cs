namespace StoreForensics.Stores.Layouts;

/// <summary>A kind of file or directory of a store, by the pattern of its path.</summary>
/// <param name="Pattern">From the store's root, names separated by slashes. <c>*</c> in a name is any text; <c>{driver}</c>, <c>{image}</c> and so on
/// are what <see cref="LayoutNames"/> says for the example, and any text where an owner is looked for.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Says">What it holds and how it is read.</param>
/// <param name="Read">Reads the value of the example; null: nothing is read.</param>
internal sealed record LayoutPlace(string Pattern, string Title, string Says, LayoutReading? Read = null)
{
    /// <summary>Whether it is told of also where the evidence has none.</summary>
    public bool IsToldAlways { get; init; }

    /// <summary>Finds the example where no pattern of a path does; null: by the pattern.</summary>
    public LayoutSearch? Search { get; init; }
}

/// <summary>A value out of an example.</summary>
/// <param name="Key">What in it was read.</param>
/// <param name="Value">What it said.</param>
internal sealed record LayoutValue(string Key, string Value);

/// <summary>Reads a value; null when it cannot be read.</summary>
internal delegate LayoutValue? LayoutReading(LayoutScope scope, int node);

/// <summary>Finds an example; <see cref="Evidence.EvidenceTree.None"/> when there is none.</summary>
internal delegate int LayoutSearch(LayoutScope scope);
