using StoreForensics.Model;

namespace StoreForensics.Views;

/// <summary>The steps of two images after their fork, side by side where both ran the same command: the same Dockerfile line built again.</summary>
internal static class StepPairs
{
    // More lines than any Dockerfile has; beyond them steps are not paired.
    private const int MostSteps = 1000;

    /// <returns>In the order of both: a pair for the same command, else a step of one side alone, the first image's before the second's.</returns>
    public static IReadOnlyList<(BuildStep? First, BuildStep? Second)> Of(IReadOnlyList<BuildStep> first, IReadOnlyList<BuildStep> second)
    {
        if (first.Count > MostSteps || second.Count > MostSteps)
            return [.. first.Select(a => ((BuildStep?)a, (BuildStep?)null)), .. second.Select(b => ((BuildStep?)null, (BuildStep?)b))];
        int[,] common = Common(first, second);
        var pairs = new List<(BuildStep?, BuildStep?)>();
        for (int i = 0, j = 0; i < first.Count || j < second.Count;)
        {
            if (i < first.Count && j < second.Count && IsSame(first[i], second[j]))
                pairs.Add((first[i++], second[j++]));
            else if (j == second.Count || (i < first.Count && common[i + 1, j] >= common[i, j + 1]))
                pairs.Add((first[i++], null));
            else
                pairs.Add((null, second[j++]));
        }
        return pairs;
    }

    // The longest common subsequence of what follows each two steps.
    private static int[,] Common(IReadOnlyList<BuildStep> first, IReadOnlyList<BuildStep> second)
    {
        int[,] common = new int[first.Count + 1, second.Count + 1];
        for (int i = first.Count - 1; i >= 0; i--)
        {
            for (int j = second.Count - 1; j >= 0; j--)
                common[i, j] = IsSame(first[i], second[j]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        return common;
    }

    private static bool IsSame(BuildStep a, BuildStep b) => a.CreatedBy.Length > 0 && a.CreatedBy == b.CreatedBy && a.IsEmptyLayer == b.IsEmptyLayer;
}
