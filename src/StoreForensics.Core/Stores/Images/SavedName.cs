using StoreForensics.Model;

namespace StoreForensics.Stores.Images;

/// <summary>Names of saved images: <c>repository:tag</c>, <c>repository@digest</c>, or whatever a layout's annotation says.</summary>
internal static class SavedName
{
    /// <param name="name">As recorded.</param>
    /// <param name="target">The digest that it leads to; null where none is recorded.</param>
    /// <returns>Null for what names nothing. A name without a tag stays without one: nothing says that it is <c>latest</c>.</returns>
    public static ImageReference? Of(string name, string? target)
    {
        if (name.Length == 0)
            return null;
        int at = name.IndexOf('@', StringComparison.Ordinal);
        string? digest = at > 0 && ObjectIds.IsPrefixedDigest(name[(at + 1)..]) ? name[(at + 1)..] : null;
        string full = digest is null ? name : name[..at];
        int colon = full.LastIndexOf(':');
        string? tag = colon > full.LastIndexOf('/') && colon > 0 && colon < full.Length - 1 ? full[(colon + 1)..] : null;
        return new ImageReference(FamiliarName.Of(tag is null ? full : full[..colon]), tag, digest ?? target);
    }
}
