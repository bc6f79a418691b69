using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Says on standard error that a name has other attempts than the one that is told.</summary>
internal static class Attempts
{
    /// <param name="inventory">What the stores hold.</param>
    /// <param name="found">What is told.</param>
    /// <param name="name">As typed; an attempt or an id names one alone.</param>
    public static void Note(Inventory inventory, Container found, string name)
    {
        if (found.Pod?.Attempt is not long attempt || name.Contains('@', StringComparison.Ordinal)
            || !found.DisplayName.EndsWith(name.TrimStart('/'), StringComparison.Ordinal))
            return;
        long[] others = [.. inventory.Containers.Concat(inventory.LoggedOnly).Where(c => c.DisplayName == found.DisplayName && c.Store.Root == found.Store.Root)
            .Select(c => c.Pod?.Attempt).OfType<long>().Where(a => a != attempt).Distinct().Order()];
        if (others.Length > 0)
            Console.Error.WriteLine($"storeforensics: note: this is attempt {attempt.ToString(CultureInfo.InvariantCulture)} of "
                + $"{DisplayText.Escape(found.DisplayName)}; there are others: {string.Join(", ", others.Select(a => "@" + a.ToString(CultureInfo.InvariantCulture)))}");
    }
}
