using System.Security.Cryptography;
using System.Text;

namespace StoreForensics.Reports.Parquet;

/// <summary>
/// The folder of an evidence's rows: <c>evidence=NAME</c>, as Hive names partitions. Letters, digits and <c>._-</c> stand for themselves, every other byte of
/// the name's UTF-8 is <c>%HH</c>, which readers of such folders undo; so no name leads out of the folder and no two names meet.
/// </summary>
public static class PartitionName
{
    /// <summary>What every partition's folder begins with.</summary>
    public const string Prefix = "evidence=";

    /// <summary>The one file in it.</summary>
    public const string FileName = "part-0.parquet";

    // A name in a folder has at most 255 bytes on the usual file systems, and a name of the program's while it is written.
    private const int MostCharacters = 180;

    /// <summary>Of an evidence.</summary>
    public static string Of(string evidence)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(evidence);
        var name = new StringBuilder(Prefix);
        foreach (byte b in bytes)
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
                name.Append(c);
            else
                name.Append('%').Append(Convert.ToHexString([b]));
            if (name.Length > MostCharacters)
                break;
        }
        if (name.Length <= MostCharacters)
            return name.ToString();
        // `~` is no letter that stands for itself: what is cut meets no other name.
        int cut = name.ToString().LastIndexOf('%', MostCharacters - 1);
        name.Length = cut > MostCharacters - 3 ? cut : MostCharacters;
        return name.Append('~').Append(Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8))).ToString();
    }

    /// <summary>What readers take for the evidence's name: that itself, if it was not cut.</summary>
    public static string Read(string folder) => Uri.UnescapeDataString(folder[Prefix.Length..]);
}
