using StoreForensics.Model;

namespace StoreForensics.Reports;

/// <summary>A line of <c>docker images</c>: an image under one of its names.</summary>
/// <param name="Image">The image.</param>
/// <param name="Repository">Null for an image without any name.</param>
/// <param name="Tag">Null without a name, and for a repository that refers to it by digest alone.</param>
/// <param name="Digests">The digests by which that repository refers to it, in byte order.</param>
public sealed record ImageRow(Image Image, string? Repository, string? Tag, IReadOnlyList<string> Digests)
{
    /// <summary><c>repository:tag</c>, or the repository alone, or nothing.</summary>
    public string Reference => Repository is null ? "" : Tag is null ? Repository : $"{Repository}:{Tag}";
}
