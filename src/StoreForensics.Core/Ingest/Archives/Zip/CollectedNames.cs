using System.Text;

namespace StoreForensics.Ingest.Archives.Zip;

/// <summary>
/// Names of files in a collection: Velociraptor's offline collector puts them below <c>uploads/ACCESSOR/</c>, each part with what a file system may refuse as
/// <c>%XX</c>, and lists them in <c>uploads.json</c> (Velociraptor, docs "offline collections"; container-storage-2026 section 7).
/// </summary>
internal static class CollectedNames
{
    private static readonly string[] s_accessors = ["uploads/auto/", "uploads/file/", "uploads/sparse/"];

    /// <summary>Whether a zip with such names is a collection: the list, and a file below it.</summary>
    public static bool IsList(ReadOnlySpan<byte> name) => name.SequenceEqual("uploads.json"u8);

    /// <summary>The path on the host that it was collected from; null for the collector's own files.</summary>
    public static byte[]? HostPath(ReadOnlySpan<byte> name)
    {
        foreach (string accessor in s_accessors)
        {
            byte[] prefix = Encoding.ASCII.GetBytes(accessor);
            if (name.StartsWith(prefix) && name.Length > prefix.Length)
                return Unescaped(name[prefix.Length..]);
        }
        return null;
    }

    // What is no escape stays: a name may hold a percent sign.
    private static byte[] Unescaped(ReadOnlySpan<byte> name)
    {
        byte[] bytes = new byte[name.Length];
        int length = 0;
        for (int i = 0; i < name.Length; i++)
        {
            bool isEscape = name[i] == (byte)'%' && i + 2 < name.Length && char.IsAsciiHexDigit((char)name[i + 1]) && char.IsAsciiHexDigit((char)name[i + 2]);
            bytes[length++] = isEscape ? Convert.ToByte(Encoding.ASCII.GetString(name.Slice(i + 1, 2)), 16) : name[i];
            i += isEscape ? 2 : 0;
        }
        return bytes[..length];
    }
}
