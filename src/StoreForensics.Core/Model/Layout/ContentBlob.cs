using StoreForensics.Evidence;

namespace StoreForensics.Model.Layout;

/// <summary>A file that is named by the digest of its bytes.</summary>
/// <param name="Entry">The file.</param>
/// <param name="Digest">What its name says: <c>sha256:</c> and 64 hex digits.</param>
public sealed record ContentBlob(EntryRef Entry, string Digest)
{
    /// <summary>The ids of builds that the engine noted at it as having made it; empty for nearly all.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];
}
