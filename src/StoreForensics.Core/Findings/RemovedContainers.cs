using StoreForensics.Findings.Rules.Containers;
using StoreForensics.Model;

namespace StoreForensics.Findings;

/// <summary>
/// Containers that were removed and are recovered: what their configuration, commands and logs say is looked at as that of others. Their files are not, as what
/// lies below them is not part of what was recovered.
/// </summary>
internal static class RemovedContainers
{
    private const string Words = " It was removed since; this is of what was recovered.";

    /// <summary>An inventory that has them alone; null where there are none.</summary>
    public static Inventory? Of(Inventory inventory)
    {
        Container[] removed = [.. inventory.Recovered.Containers.Except(inventory.Containers)];
        if (removed.Length == 0)
            return null;
        var alone = new Inventory();
        alone.Stores.AddRange(inventory.Stores);
        alone.Containers.AddRange(removed);
        return alone;
    }

    /// <summary>Whether a rule asks for a container's configuration alone.</summary>
    public static bool IsAskedOf(IRule rule) => rule is PrivilegedRule or HostNamespaceRule or HostMountRule or CapabilityRule or ConfinementRule;

    /// <summary>The findings, with a word to those that are about such containers alone.</summary>
    public static IReadOnlyList<Finding> Say(IReadOnlyList<Finding> findings, Inventory inventory)
    {
        if (Of(inventory) is not { } removed)
            return findings;
        HashSet<string> names = [.. removed.Containers.Select(c => c.DisplayName)];
        names.ExceptWith(inventory.Containers.Select(c => c.DisplayName));
        names.ExceptWith(inventory.Images.SelectMany(i => i.DisplayNames));
        return [.. findings.Select(f => f.Subjects.Count > 0 && f.Subjects.All(names.Contains) ? f with { Reason = f.Reason + Words } : f)];
    }
}
