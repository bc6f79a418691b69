using StoreForensics.Primitives;

namespace StoreForensics.Model.Builds;

/// <summary>What the client of a builder keeps of a build that it asked for.</summary>
/// <param name="Builder">The builder and its node, as the client calls them: <c>default/default</c>.</param>
/// <param name="Context">The context: a path on the client's host, or an address.</param>
/// <param name="Dockerfile">The path of the Dockerfile there.</param>
/// <param name="Target">The bake target's or the stage's name; <c>default</c> where none was given.</param>
/// <param name="Group">The group of builds that were asked for together; null for one alone.</param>
/// <param name="Origin">The file.</param>
/// <param name="Modified">Its mtime: when the build was asked for; null when unknown.</param>
public sealed record BuildClientReference(
    string Builder, string? Context, string? Dockerfile, string? Target, string? Group, Origin Origin, Timestamp? Modified);
