using System.Globalization;
using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>
/// Finds what the user named by a path of the evidence: as it is, with a leading <c>/</c> or <c>./</c>, or copied from a cell of the CSV, where bytes may be
/// spelled <c>\n</c>, <c>\t</c>, <c>\xHH</c> and <c>\\</c>.
/// </summary>
internal static partial class EvidencePathText
{
    /// <summary><see cref="EvidenceTree.None"/> when the evidence has no such name.</summary>
    public static int Find(EvidenceTree tree, string text)
    {
        int node = tree.Find(EvidenceTree.Root, Encoding.UTF8.GetBytes(text));
        if (node == EvidenceTree.None && Inode().Replace(text, "") is { } plain && plain.Length < text.Length)
            return Find(tree, plain);
        return node == EvidenceTree.None && text.Contains('\\', StringComparison.Ordinal) ? tree.Find(EvidenceTree.Root, Unescape(text)) : node;
    }

    // What the origins of a disk image end with.
    [System.Text.RegularExpressions.GeneratedRegex(@" \(inode [0-9]+\)$")]
    private static partial System.Text.RegularExpressions.Regex Inode();

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        ReadOnlySpan<byte> from = Encoding.UTF8.GetBytes(text);
        while (!from.IsEmpty)
        {
            int used = Escape(from, bytes);
            if (used == 0)
                bytes.Add(from[0]);
            from = from[Math.Max(1, used)..];
        }
        return [.. bytes];
    }

    // How many bytes the escape takes; 0 for none.
    private static int Escape(ReadOnlySpan<byte> from, List<byte> bytes)
    {
        if (from.Length < 2 || from[0] != '\\')
            return 0;
        switch (from[1])
        {
            case (byte)'n':
                bytes.Add((byte)'\n');
                return 2;
            case (byte)'t':
                bytes.Add((byte)'\t');
                return 2;
            case (byte)'\\':
                bytes.Add((byte)'\\');
                return 2;
            case (byte)'x' when from.Length >= 4 && byte.TryParse(from[2..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value):
                bytes.Add(value);
                return 4;
            default:
                return 0;
        }
    }
}
