using StoreForensics.Model;

namespace StoreForensics.Findings.Causes;

/// <summary>
/// A secret that is set under one name to one value in several places is one secret: in the tasks of a service, in a container and its commit, in a build
/// argument and the containers of the build. It is told once, with all who have it.
/// </summary>
internal static class SameSecret
{
    private const string Set = " is set in ";
    private const string Environment = " is set in the environment";

    /// <summary>Findings of medium and above with the same <see cref="Finding.Cause"/> and no path join the first of them.</summary>
    public static IEnumerable<Finding> Fold(IReadOnlyCollection<Finding> findings)
    {
        ILookup<bool, Finding> secrets = findings.ToLookup(f => f is { Path: null, Cause: not null, Severity: >= FindingSeverity.Medium });
        return secrets[false].Concat(secrets[true].GroupBy(f => (f.Rule, f.Evidence, f.Cause)).Select(g => Join([.. g])));
    }

    private static Finding Join(Finding[] same)
    {
        Finding joined = same.Aggregate(SameCause.Join);
        // What all have in common is said first.
        string reason = same.OrderBy(f => f.Reason.Contains(Environment, StringComparison.Ordinal) ? 0 : 1).ThenBy(f => f.Time).First().Reason;
        string[] others = [.. same.Select(f => f.Reason).Where(r => r != reason).Select(Place).OfType<string>().Where(p => Place(reason) != p)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return joined with { Reason = others.Length == 0 ? reason : $"{reason.TrimEnd('.')}; so it is in {string.Join(" and in ", others)}." };
    }

    // Of "X is set in the environment, and …" what stands between.
    private static string? Place(string reason)
    {
        int at = reason.IndexOf(Set, StringComparison.Ordinal);
        if (at < 0)
            return null;
        string rest = reason[(at + Set.Length)..].TrimEnd('.');
        return rest.IndexOf(", ", StringComparison.Ordinal) is >= 0 and var end ? rest[..end] : rest;
    }
}
