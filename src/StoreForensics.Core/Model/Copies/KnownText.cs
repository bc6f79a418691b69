using System.Globalization;

namespace StoreForensics.Model.Copies;

/// <summary>Facts of an entry as people read them, <c>?</c> in place of what is unknown.</summary>
public static class KnownText
{
    private const string Unknown = "?";

    /// <summary>Four octal digits, or as many question marks.</summary>
    public static string Mode(KnownFacts known) => known.Mode is int mode ? Convert.ToString(mode, 8).PadLeft(4, '0') : "????";

    /// <summary><c>uid:gid</c>, inside the container where the engine remaps ids.</summary>
    public static string Owner(KnownFacts known, UserNamespace? remapped = null) => $"{Number(known.UidIn(remapped))}:{Number(known.GidIn(remapped))}";

    /// <summary>A number, or a question mark.</summary>
    public static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? Unknown;
}
