using System.Globalization;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>What the kernel hides from whom.</summary>
internal static class Privileges
{
    private const int SystemAdministrator = 21; // CAP_SYS_ADMIN

    /// <summary>
    /// Whether <c>trusted.*</c> attributes can be seen: with CAP_SYS_ADMIN in the first
    /// user namespace only (xattr(7)). To others they do not exist, without an error.
    /// </summary>
    public static bool SeesTrustedXattrs()
    {
        try
        {
            return HasCapability(File.ReadLines("/proc/thread-self/status"))
                && string.Join('\n', File.ReadLines("/proc/self/uid_map")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["0", "0",
                    "4294967295"];
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool HasCapability(IEnumerable<string> status)
    {
        string? line = status.FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong set)
            && (set >> SystemAdministrator & 1) != 0;
    }
}
