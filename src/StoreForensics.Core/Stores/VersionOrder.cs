using System.Globalization;

namespace StoreForensics.Stores;

/// <summary>Orders version texts by their numbers, then as text: 1.9.1 before 1.10.0.</summary>
internal sealed class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        string[] a = (x ?? "").Split('.', '-', '+'), b = (y ?? "").Split('.', '-', '+');
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            int order = Number(a[i]).CompareTo(Number(b[i]));
            if (order != 0)
                return order;
        }
        int byLength = a.Length.CompareTo(b.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }

    private static long Number(string part) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;
}
