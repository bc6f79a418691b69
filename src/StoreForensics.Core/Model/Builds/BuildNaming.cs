namespace StoreForensics.Model.Builds;

/// <summary>What a build's records say of where it was built from, in the words of <c>docker buildx history</c>.</summary>
public static class BuildNaming
{
    private const string ArgumentPrefix = "build-arg:", LabelPrefix = "label:", DefaultFile = "Dockerfile", Here = ".";

    /// <summary>The build arguments that were given, by name.</summary>
    public static IReadOnlyDictionary<string, string> Arguments(BuildRecord build) => Prefixed(build, ArgumentPrefix);

    /// <summary>The labels that were given, by name.</summary>
    public static IReadOnlyDictionary<string, string> Labels(BuildRecord build) => Prefixed(build, LabelPrefix);

    /// <summary>The stage that was asked for; null where none was.</summary>
    public static string? Target(BuildRecord build) => Attribute(build, "target");

    /// <summary>The platforms that were asked for; none where the builder's own was meant.</summary>
    public static IReadOnlyList<string> Platforms(BuildRecord build) =>
        Attribute(build, "platform") is { } text ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    /// <summary>What was built: an address that the builder fetched, or the directory on the client's host; null where neither is known.</summary>
    public static string? Context(BuildRecord build) => Attribute(build, "context") ?? build.Client?.Context;

    /// <summary>Whether the builder fetched the context itself: a repository, an archive.</summary>
    public static bool IsRemote(string context) => context.Contains("://", StringComparison.Ordinal) || context.StartsWith("git@", StringComparison.Ordinal);

    /// <summary>The Dockerfile from the context on, else as it was named; null where nothing names one.</summary>
    public static string? Dockerfile(BuildRecord build)
    {
        if (build.Client is { Dockerfile: { } path } client && path != "-")
            return client.Context is { } context && path.StartsWith(context.TrimEnd('/') + "/", StringComparison.Ordinal)
                ? path[(context.TrimEnd('/').Length + 1)..] : path;
        return Attribute(build, "filename") is not { } file ? null : LocalDirectory(build, "dockerfile") is { } directory ? $"{directory}/{file}" : file;
    }

    /// <summary>What tells it from other builds at a glance: the last part of the context, with the Dockerfile where that is not the usual one.</summary>
    public static string? Name(BuildRecord build)
    {
        if (Attribute(build, "build-arg:BUILDKIT_BUILD_NAME") is { } given)
            return given;
        string? name = Attribute(build, "context") ?? LocalDirectory(build, "context") ?? OfPaths(build);
        name ??= Attribute(build, "vcs:source");
        return name is not null && Target(build) is { } target ? $"{name} ({target})" : name;
    }

    private static string? OfPaths(BuildRecord build)
    {
        if (build.Client?.Context is not { } context || Dockerfile(build) is not { } file)
            return build.Client?.Context is { } bare ? LastOf(bare) : Dockerfile(build);
        return file == DefaultFile ? LastOf(context) : file.StartsWith('/') ? LastOf(file) : $"{LastOf(context)}/{file}";
    }

    // The repository that the context lies in is its root.
    private static string? LocalDirectory(BuildRecord build, string of) =>
        Attribute(build, "vcs:localdir:" + of) is { } directory && directory != Here ? directory : null;

    private static string LastOf(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? path : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    private static string? Attribute(BuildRecord build, string name) => build.Attributes.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private static SortedDictionary<string, string> Prefixed(BuildRecord build, string prefix)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in build.Attributes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                found[name[prefix.Length..]] = value;
        }
        return found;
    }
}
