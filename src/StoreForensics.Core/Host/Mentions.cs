
namespace StoreForensics.Host;

/// <summary>Whether a line speaks of a container engine, in any case of letters (ASCII).</summary>
internal static class Mentions
{
    /// <summary>Docker's or containerd's name, as logs have it.</summary>
    public static bool Docker(ReadOnlySpan<byte> line) => Has(line, "docker"u8) || Has(line, "containerd"u8);

    /// <summary>A program with which somebody drives containers.</summary>
    public static bool Engine(ReadOnlySpan<byte> line) => Docker(line) || Has(line, "podman"u8) || Has(line, "nerdctl"u8);

    // The word is lower-case. Candidates are found by its first letter, which the runtime searches fast.
    private static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        byte lower = word[0], upper = (byte)(word[0] & ~0x20);
        while (line.Length >= word.Length)
        {
            int at = line[..(line.Length - word.Length + 1)].IndexOfAny(lower, upper);
            if (at < 0)
                return false;
            if (System.Text.Ascii.EqualsIgnoreCase(line.Slice(at, word.Length), word))
                return true;
            line = line[(at + 1)..];
        }
        return false;
    }
}
