using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores;

/// <summary>
/// Names of stores, each once in a case: the driver's name; where that is taken, <c>driver@era</c> for a second era of the same root and
/// <c>driver@root</c> for another root.
/// </summary>
internal static class StoreNames
{
    /// <param name="taken">The stores that have names.</param>
    /// <param name="driver">The driver.</param>
    /// <param name="era">The era's word.</param>
    /// <param name="root">The root.</param>
    /// <param name="yields">Whether the driver's plain name is left to another root, which comes first though it is read later.</param>
    public static string Next(IEnumerable<StoreInfo> taken, string driver, string era, Origin root, bool yields = false)
    {
        List<StoreInfo> others = [.. taken];
        if (!yields && !IsTaken(others, driver))
            return driver;
        bool sameRoot = others.Any(s => s.Driver == driver && s.Root == root);
        string name = $"{driver}@{(sameRoot ? era : root.ToString())}";
        for (int i = 2; IsTaken(others, name); i++)
            name = string.Create(CultureInfo.InvariantCulture, $"{driver}@{root}#{i}");
        return name;
    }

    private static bool IsTaken(List<StoreInfo> others, string name) => others.Any(s => s.Name == name);
}
