namespace StoreForensics.Model;

/// <summary>How an image came to be (docker-storage-formats section 12.5): what is inferred, and the signs that it rests on.</summary>
/// <param name="Origin">How it came into this store: one of <see cref="Origins"/>. For what was made here, how it was made.</param>
/// <param name="Made">How it was made, wherever that was: <c>built_classic</c>, <c>built_buildkit</c>,
/// <c>committed</c>, <c>imported</c>, <c>squashed</c>; null when nothing tells.</param>
/// <param name="Signs">In words, the ones that decided first; empty when nothing tells.</param>
public sealed record Provenance(string Origin, string? Made, IReadOnlyList<string> Signs)
{
    public const string Pulled = "pulled";
    public const string Loaded = "loaded";

    /// <summary>From elsewhere, where a pull and a load leave the same: in the graph era.</summary>
    public const string PulledOrLoaded = "pulled_or_loaded";

    public const string BuiltClassic = "built_classic";
    public const string BuiltBuildKit = "built_buildkit";
    public const string BuiltBuildah = "built_buildah";
    public const string Committed = "committed";
    public const string Imported = "imported";
    public const string Squashed = "squashed";
    public const string Unknown = "unknown";

    /// <summary>All words, which are stable.</summary>
    public static readonly IReadOnlyList<string> Origins =
        [Pulled, Loaded, PulledOrLoaded, BuiltClassic, BuiltBuildKit, BuiltBuildah, Committed, Imported, Squashed, Unknown];

    /// <summary>For people: <c>commit of a container, because …; …</c>.</summary>
    public override string ToString() => Signs.Count == 0 ? Words(Origin) : $"{Words(Origin)}, because {string.Join("; ", Signs)}";

    private static string Words(string origin) => origin switch
    {
        Pulled => "pull from a registry",
        Loaded => "docker load",
        PulledOrLoaded => "pull from a registry or docker load",
        BuiltClassic => "classic build",
        BuiltBuildKit => "BuildKit build",
        BuiltBuildah => "Buildah build",
        Committed => "commit of a container",
        Imported => "docker import",
        Squashed => "squashed build",
        _ => "unknown",
    };
}
