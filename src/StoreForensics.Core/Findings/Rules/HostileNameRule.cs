using System.Buffers;
using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules;

/// <summary>Names that show as something else, or drive the terminal that lists them.</summary>
internal sealed class HostileNameRule : IFileRule
{
    private static readonly Rule s_rule = new("name-hostile", "Name with characters that do not show", FindingConfidence.Medium, ["T1036.002", "T1564"],
        "What the file is; what would have listed or opened it.")
    {
        When = "The name of a file that a step, container or volume brought holds control characters, line breaks, or marks that turn the direction of writing; low when it is only no UTF-8.",
        Alternatives = ["file names in an old encoding, or made by a faulty program"],
        Severities = [FindingSeverity.Low, FindingSeverity.Medium],
    };

    // The printable characters of ASCII.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(b => (byte)b)]);

    public IReadOnlyList<Rule> Rules => [s_rule];

    public void Look(in FileSight file, FindingSink sink)
    {
        if (file.IsGone || file.Owner == FileOwner.Base || file.Name.IndexOfAnyExcept(s_plain) < 0)
            return;
        bool isUtf8 = true;
        for (ReadOnlySpan<byte> rest = file.Name; !rest.IsEmpty;)
        {
            OperationStatus status = Rune.DecodeFromUtf8(rest, out Rune rune, out int length);
            isUtf8 &= status == OperationStatus.Done;
            if (status == OperationStatus.Done && IsHostile(rune.Value))
            {
                sink.Add(s_rule, FindingSeverity.Medium, file, $"{DisplayText.Escape(file.Path)} has characters in its name that do not show.");
                return;
            }
            rest = rest[length..];
        }
        if (!isUtf8)
            sink.Add(s_rule, FindingSeverity.Low, file, $"{DisplayText.Escape(file.Path)} has a name that is not UTF-8.");
    }

    // Controls, separators of lines, spaces of no width, and marks of direction; not the joiners and selectors that names with emoji hold.
    private static bool IsHostile(int value) =>
        value is < 0x20 or (>= 0x7F and < 0xA0) or 0x200B or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;
}
