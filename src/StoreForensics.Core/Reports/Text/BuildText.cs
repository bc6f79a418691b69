using StoreForensics.Model.Builds;

namespace StoreForensics.Reports.Text;

/// <summary>What a builder's record says of a build, in the words of the reports. Values that look like secrets are masked.</summary>
internal sealed class BuildText(SecretMask secrets)
{
    private const int FewNames = 6;

    /// <summary>What tells it from others at a glance.</summary>
    public static string Name(BuildRecord build) => BuildNaming.Name(build) ?? "not named";

    /// <summary>How it ended, with how many of its steps were done.</summary>
    public static string State(BuildRecord build)
    {
        string word = build.IsRecorded ? BuildStatus.Word(build) : "known from its client alone";
        return build.TotalSteps is { } total
            ? $"{word}, {build.CompletedSteps ?? 0} of {total} steps done, {build.CachedSteps ?? 0} of them from the cache" : word;
    }

    /// <summary>What it was made from: context, file, stage, arguments, and the ids of secrets that it asked for.</summary>
    public IEnumerable<string> Sources(BuildRecord build)
    {
        if (BuildNaming.Context(build) is { } context)
            yield return $"from {secrets.Text(context)}";
        if (BuildNaming.Dockerfile(build) is { } file)
            yield return $"by {secrets.Text(file)}";
        if (BuildNaming.Target(build) is { } target)
            yield return $"stage {target}";
        if (BuildNaming.Platforms(build) is { Count: > 0 } platforms)
            yield return $"for {string.Join(", ", platforms)}";
        IReadOnlyDictionary<string, string> arguments = BuildNaming.Arguments(build);
        if (arguments.Count > 0)
            yield return $"arguments {string.Join(' ', arguments.Select(a => $"{a.Key}={secrets.Value(a.Key, a.Value)}"))}";
        if (build.Provenance is { Secrets.Count: > 0 } provenance)
            yield return $"secrets asked for by the ids {string.Join(", ", provenance.Secrets)}";
        if (build.Provenance is { SshAgents.Count: > 0 } agents)
            yield return $"ssh agents {string.Join(", ", agents.SshAgents)}";
    }

    /// <summary>The names that it gave, else the ids of what it made; none where it made nothing that the record names.</summary>
    public static IReadOnlyList<string> Results(BuildRecord build)
    {
        IReadOnlyList<string> names = BuildReferences.Names(build);
        return [.. (names.Count > 0 ? names : BuildReferences.Ids(build)).Take(FewNames)];
    }

    /// <summary>Why it failed, and in which step as far as that is known; null of one that did not fail.</summary>
    public string? Failure(BuildRecord build) => build.Error is not { } error ? null
        : secrets.Text(error.Step is { } step ? $"{error.Message} (step: {step})" : error.Message);

    /// <summary>How a cache's record came to be, or what it is for.</summary>
    public string Cache(BuildCacheRecord record)
    {
        string text = secrets.Text(record.Description ?? "");
        return record.Targets.Count == 0 ? text : $"mounted at {string.Join(", ", record.Targets)}: {text}";
    }

    /// <summary>Those of the cache in which steps leave files of their own from build to build: nothing else tells of them.</summary>
    public static bool IsCacheMount(BuildCacheRecord record) => record.Type == "exec.cachemount" && record.SameAs is null;
}
