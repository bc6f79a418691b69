namespace StoreForensics.Model;

/// <summary>One line of an <see cref="IdMap"/>.</summary>
/// <param name="Inside">The first id in the namespace.</param>
/// <param name="OnDisk">The id of the host that it is.</param>
/// <param name="Count">How many follow each other.</param>
public sealed record IdRange(uint Inside, uint OnDisk, uint Count);
