using System.Text;

namespace StoreForensics.Ingest.Disks.Ewf;

/// <summary>What was written down when the image was made, as recorded: nothing is
/// converted, and nothing is vouched for. Null where it is not recorded.</summary>
internal sealed record EwfCase
{
    public string? CaseNumber { get; init; }

    public string? EvidenceNumber { get; init; }

    public string? Description { get; init; }

    public string? Examiner { get; init; }

    public string? Notes { get; init; }

    /// <summary>Version of the program that made the image.</summary>
    public string? Software { get; init; }

    /// <summary>The system that it ran on.</summary>
    public string? System { get; init; }

    /// <summary>In <c>header</c> year, month, day, hour, minute, second of some time zone; in <c>header2</c> seconds since 1970.</summary>
    public string? AcquiredAt { get; init; }

    /// <summary>The clock of the machine that made it, likewise.</summary>
    public string? SystemTime { get; init; }

    /// <summary>Null when there is nothing in it.</summary>
    /// <param name="text">The text of a header section: a category's name, a line of identifiers, a line of values, separated by tabs.</param>
    public static EwfCase? Parse(string text)
    {
        string[] lines = text.Split('\n').Select(l => l.TrimEnd('\r')).ToArray();
        int main = Array.IndexOf(lines, "main");
        if (main < 0 || main + 2 >= lines.Length)
            return null;
        string[] names = lines[main + 1].Split('\t'), values = lines[main + 2].Split('\t');
        string? Value(string name) => Array.IndexOf(names, name) is >= 0 and var at && at < values.Length && values[at].Length > 0 ? values[at] : null;
        return new EwfCase
        {
            CaseNumber = Value("c"),
            EvidenceNumber = Value("n"),
            Description = Value("a"),
            Examiner = Value("e"),
            Notes = Value("t"),
            Software = Value("av"),
            System = Value("ov"),
            AcquiredAt = Value("m"),
            SystemTime = Value("u"),
        };
    }

    /// <summary>Decodes a section's text: UTF-16 with its mark in <c>header2</c>, bytes
    /// of some code page in <c>header</c>, of which the first half is ASCII.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE ? Encoding.Unicode.GetString(bytes[2..])
        : bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF ? Encoding.BigEndianUnicode.GetString(bytes[2..])
        : Encoding.Latin1.GetString(bytes);
}
