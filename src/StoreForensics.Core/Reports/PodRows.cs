using StoreForensics.Model;

namespace StoreForensics.Reports;

/// <summary>The pods of all stores: one row a sandbox, so that each try of a pod is told apart.</summary>
public static class PodRows
{
    /// <summary>The newest first; of one moment, by name and id.</summary>
    public static IReadOnlyList<PodRow> Of(Inventory inventory) =>
        [.. ContainerRows.Of(inventory).Where(c => c.Pod is not null)
            .GroupBy(c => (c.Store.Root, c.Pod!.SandboxId ?? c.Pod.Uid ?? c.Pod.Pod))
            .Select(g => Row([.. g]))
            .OrderByDescending(r => ImageRows.MomentOf(r.Created))
            .ThenBy(r => r.Membership.Namespace ?? "", StringComparer.Ordinal)
            .ThenBy(r => r.Membership.Pod ?? "", StringComparer.Ordinal)
            .ThenBy(r => r.Membership.SandboxId ?? "", StringComparer.Ordinal)];

    private static PodRow Row(Container[] members)
    {
        Container? sandbox = members.FirstOrDefault(c => c.Pod!.IsSandbox);
        return new PodRow((sandbox ?? members[0]).Pod!, sandbox, [.. members.Where(c => !c.Pod!.IsSandbox)]);
    }
}
