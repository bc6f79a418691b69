using StoreForensics.Primitives;

namespace StoreForensics.Model.Builds;

/// <summary>One piece of work of a build, with what the log last said of it.</summary>
/// <param name="Digest">Its id in the log.</param>
/// <param name="Name">For people: <c>[2/5] RUN make</c>.</param>
public sealed record BuildVertex(string Digest, string Name)
{
    /// <summary>The first start; null of one that never started.</summary>
    public Timestamp? Started { get; init; }

    /// <summary>The last end; null of one that had not ended.</summary>
    public Timestamp? Completed { get; init; }

    /// <summary>Whether its result was taken from the cache.</summary>
    public bool IsCached { get; init; }

    /// <summary>Why it failed; null of one that did not.</summary>
    public string? Error { get; init; }
}
