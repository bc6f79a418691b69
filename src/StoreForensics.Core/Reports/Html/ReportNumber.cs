using System.Globalization;

namespace StoreForensics.Reports.Html;

/// <summary>Numbers for people, the same in every culture.</summary>
internal static class ReportNumber
{
    private static readonly string[] s_units = ["kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary><c>1,234</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 image</c>, <c>2 images</c>.</summary>
    public static string Count(long value, string one, string? many = null) => Count(value) + " " + (value == 1 ? one : many ?? one + "s");

    /// <summary><c>188.1 MB</c>: decimal units, as Docker prints sizes.</summary>
    public static string Size(long bytes)
    {
        if (Math.Abs((double)bytes) < 1000)
            return Count(bytes) + " B";
        double value = bytes;
        int unit = -1;
        while (Math.Abs(value) >= 999.95 && unit < s_units.Length - 1)
        {
            value /= 1000;
            unit++;
        }
        return value.ToString("0.0", CultureInfo.InvariantCulture) + " " + s_units[Math.Max(unit, 0)];
    }

    /// <summary><c>188.1 MB (188,123,456 bytes)</c>.</summary>
    public static string ExactSize(long bytes) =>
        Math.Abs((double)bytes) < 1000 ? Count(bytes, "byte") : $"{Size(bytes)} ({Count(bytes)} bytes)";
}
