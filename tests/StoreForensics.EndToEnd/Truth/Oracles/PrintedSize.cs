using System.Globalization;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>Sizes as clients up to 1.11 printed them: by thousands, <c>%.4g</c>, a blank, the unit (docker-storage-formats.md 3.4).</summary>
internal static class PrintedSize
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB"];

    public static string Of(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < s_units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return value.ToString("G4", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }
}
