using StoreForensics.Model;

namespace StoreForensics.Stores.Containerd.Images;

/// <summary>
/// The names of image records: <c>repository:tag</c>, <c>repository@digest</c>, a bare digest (the CRI's third record of an image), or any text.
/// </summary>
internal static class RecordName
{
    private const string Dangling = "moby-dangling@";

    /// <summary>What Docker would call it; null for what names nothing but the image's own digest.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="target">The digest that it points to.</param>
    /// <param name="isDockers">Whether it is Docker's, which shows the target's digest with every tag.</param>
    public static ImageReference? Reference(string name, string target, bool isDockers)
    {
        if (name.StartsWith(Dangling, StringComparison.Ordinal) || ObjectIds.IsPrefixedDigest(name))
            return null;
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string? digest = at > 0 && ObjectIds.IsPrefixedDigest(name[(at + 1)..]) ? name[(at + 1)..] : null;
        string full = digest is null ? name : name[..at];
        int colon = full.LastIndexOf(':');
        string? tag = colon > full.LastIndexOf('/') && colon > 0 ? full[(colon + 1)..] : null;
        string repository = FamiliarName.Of(tag is null ? full : full[..colon]);
        return new ImageReference(repository, tag, digest ?? (isDockers || tag is null ? target : null));
    }
}
