using StoreForensics.Model.Builds;

namespace StoreForensics.Findings.Rules.Builds;

/// <summary>Names of what a finding about a build is about: those that it gave, else what tells it from others.</summary>
internal static class BuildSubjects
{
    public static IReadOnlyList<string> Of(BuildRecord build) =>
        BuildReferences.Names(build) is { Count: > 0 } names ? [.. names.Order(StringComparer.Ordinal)] : [BuildNaming.Name(build) ?? build.Id];
}
