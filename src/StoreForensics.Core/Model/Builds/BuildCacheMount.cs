namespace StoreForensics.Model.Builds;

/// <summary>A cache directory that a step mounted.</summary>
/// <param name="Id">What names it in the cache.</param>
/// <param name="Target">Where the step had it.</param>
public sealed record BuildCacheMount(string Id, string Target);
