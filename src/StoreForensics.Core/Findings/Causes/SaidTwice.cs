using StoreForensics.Model;

namespace StoreForensics.Findings.Causes;

/// <summary>Whether two texts say one thing: a command and the file that it wrote, an instruction and what it set, a command and what it printed.</summary>
internal static class SaidTwice
{
    // Shorter ones are part of anything.
    private const int MinChars = 6;

    private static readonly string[] s_shells = ["sh -c ", "/bin/sh -c ", "bash -c ", "/bin/bash -c "];

    // As BuildKit and the classic builder write them.
    private static readonly string[] s_instructions = ["CMD ", "ENTRYPOINT ", "/bin/sh -c #(nop) CMD ", "/bin/sh -c #(nop) ENTRYPOINT ",
        "/bin/sh -c #(nop)  CMD ", "/bin/sh -c #(nop)  ENTRYPOINT "];

    public const string Words = "the same is told under";

    /// <summary>Whether a finding rests on a text alone, and on one that may only repeat another. Rules of one's own are not asked.</summary>
    public static bool IsAsked(Finding finding) => finding is { Quoted: not null, Entries.Count: 0 }
        && (SignRanks.IsOfFile(finding.Rule) || SignRanks.IsOfSetting(finding.Rule));

    /// <summary>Of findings about one image or container.</summary>
    /// <param name="told">The graver, or the one that says more.</param>
    /// <param name="other">The one that may only repeat it.</param>
    public static bool Is(Finding told, Finding other)
    {
        string text = other.Quoted!;
        if (told.Rule != other.Rule)
            return other.Rule == "command-outbound" && told.Rule == "command-reverse-shell" && told.Quoted == text;
        if (told is { Entries.Count: > 0, Path: { } path })
            return told.Time is { } time && time == other.Time && text.Contains(path.ToString(), StringComparison.Ordinal);
        return told.Quoted is { } quoted && (Holds(text, quoted) || Holds(quoted, text));
    }

    /// <summary>Whether a container only has what its image has: a variable, or the command that an instruction set.</summary>
    /// <param name="told">Of the image.</param>
    /// <param name="other">Of the container.</param>
    public static bool IsInherited(Finding told, Finding other)
    {
        if (told.Rule != other.Rule || told is not { Entries.Count: 0, Quoted: { } quoted })
            return false;
        string text = other.Quoted ?? "";
        string shell = s_shells.FirstOrDefault(s => text.StartsWith(s, StringComparison.Ordinal)) ?? "";
        return quoted == text || Holds(quoted, text[shell.Length..]);
    }

    /// <summary>Whether it is about a build step that says what containers of the image are to run.</summary>
    public static bool IsInstruction(Finding finding) => finding is { Entries.Count: 0, Quoted: { } text }
        && s_instructions.Any(i => text.StartsWith(i, StringComparison.Ordinal));

    /// <summary>Whether a file of a layer that no image has, such as the context of a build, only says what is told of an image that came of it.</summary>
    /// <param name="told">Of an image or container.</param>
    /// <param name="copy">Of the file.</param>
    public static bool IsSource(Finding told, Finding copy)
    {
        if (told.Subjects.Count == 0 || copy.Reason.IndexOf(": ", StringComparison.Ordinal) is not (> 0 and var at))
            return false;
        string said = copy.Reason[(at + 2)..].TrimEnd('…', '.');
        return said.Length >= MinChars && ((told.Rule == copy.Rule && told.Reason.EndsWith(said, StringComparison.Ordinal))
            || (told.Rule.Split('-')[0] == copy.Rule.Split('-')[0] && told.Quoted is { } quoted && Holds(said, quoted)));
    }

    private static bool Holds(string text, string part) => part.Trim() is { Length: >= MinChars } piece && text.Contains(piece, StringComparison.Ordinal);
}
