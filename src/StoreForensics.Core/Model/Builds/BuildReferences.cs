namespace StoreForensics.Model.Builds;

/// <summary>The names that a build gave to what it made, and the ids of those images.</summary>
public static class BuildReferences
{
    private const string DefaultRegistry = "docker.io/", Official = "library/";

    /// <summary>
    /// As Docker prints them, without <c>docker.io/</c> and <c>library/</c>; they may have gone on to other images since. Where the record has none, because
    /// the client named the image itself, those that the images it made have.
    /// </summary>
    public static IReadOnlyList<string> Names(BuildRecord build) =>
        Given(build) is { Count: > 0 } given ? given
            : [.. build.Images.SelectMany(i => i.References).Select(r => r.ToString()).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Given(BuildRecord build) =>
        [.. build.Exporters.Select(e => e.Attributes.GetValueOrDefault("name")).OfType<string>()
            .SelectMany(n => n.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(Familiar).Distinct(StringComparer.Ordinal)];

    /// <summary>The ids of the images that it made, whether they are still there or not: the digests of its results.</summary>
    public static IReadOnlyList<string> Ids(BuildRecord build) =>
        [.. build.Results.Select(r => r.Digest).Concat(build.Images.Select(i => i.Id)).Distinct(StringComparer.Ordinal)];

    private static string Familiar(string name)
    {
        string bare = name.StartsWith(DefaultRegistry, StringComparison.Ordinal) ? name[DefaultRegistry.Length..] : name;
        return bare.StartsWith(Official, StringComparison.Ordinal) ? bare[Official.Length..] : bare;
    }
}
