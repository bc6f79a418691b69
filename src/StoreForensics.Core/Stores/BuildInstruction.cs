using System.Globalization;

namespace StoreForensics.Stores;

/// <summary>
/// What Dockerfile line a recorded command came from. Engines write metadata instructions as <c>/bin/sh -c #(nop) INSTR args</c> and RUN as the shell
/// command (moby v0.7.2 buildfile.go, v20.10 builder/dockerfile/dispatchers.go); the spelling of the arguments changed with the versions.
/// </summary>
internal static class BuildInstruction
{
    private static readonly string[] s_shells = ["/bin/sh -c ", "cmd /S /C "];

    /// <summary>The cleaned line; empty for a command that no Dockerfile made (a commit's run command) and for none.</summary>
    public static string Clean(string createdBy)
    {
        string text = createdBy.Trim();
        if (text.EndsWith("# buildkit", StringComparison.Ordinal))
            text = text[..^"# buildkit".Length].TrimEnd();
        // BuildKit names the instruction before the arguments and the shell.
        if (text.StartsWith("RUN |", StringComparison.Ordinal) || s_shells.Any(shell => text.StartsWith("RUN " + shell, StringComparison.Ordinal)))
            text = text["RUN ".Length..];
        string? arguments = SkipBuildArguments(ref text);
        foreach (string shell in s_shells)
        {
            if (!text.StartsWith(shell, StringComparison.Ordinal))
                continue;
            string rest = text[shell.Length..];
            return Nop(rest) is { } instruction ? Tidy(instruction) : "RUN " + rest.Trim();
        }
        if (arguments is not null)
            return "RUN " + text;
        return StartsWithInstruction(text) ? text : "";
    }

    /// <summary>Whether a recorded command is that of a build step rather than of a container that somebody ran.</summary>
    public static bool IsBuildStep(string createdBy) => Clean(createdBy).Length > 0;

    private static string? Nop(string rest)
    {
        foreach (string mark in (ReadOnlySpan<string>)["#(nop) ", "REM (nop) "])
        {
            if (rest.StartsWith(mark, StringComparison.Ordinal))
                return rest[mark.Length..].Trim();
        }
        return null;
    }

    // `|2 A=1 B=2 /bin/sh -c …`: the build arguments that were set, in front of a RUN. Values may hold blanks, so the shell is looked for.
    private static string? SkipBuildArguments(ref string text)
    {
        if (text.Length < 3 || text[0] != '|' || !char.IsAsciiDigit(text[1]))
            return null;
        int shell = text.IndexOf(" /bin/sh -c ", StringComparison.Ordinal);
        if (shell < 0)
            return null;
        string arguments = text[..shell];
        text = text[(shell + 1)..];
        return arguments;
    }

    // Go's spelling of the parsed arguments, in the versions of §14: EXPOSE map[9000/tcp:{}], ENTRYPOINT &{["a" "b"]}, USER [root].
    private static string Tidy(string instruction)
    {
        int blank = instruction.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
            return instruction;
        string name = instruction[..blank], arguments = instruction[(blank + 1)..].Trim();
        if (arguments.StartsWith("&{", StringComparison.Ordinal) && arguments.EndsWith('}'))
            arguments = arguments[2..^1];
        if (name == "HEALTHCHECK")
            return HealthCheckSpelling.Clean(arguments);
        if (arguments.StartsWith("map[", StringComparison.Ordinal) && arguments.EndsWith(']'))
            arguments = string.Join(' ', arguments[4..^1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p =>
                p.EndsWith(":{}", StringComparison.Ordinal) ? p[..^3] : p));
        else if (name is "USER" or "EXPOSE" or "STOPSIGNAL" or "ONBUILD" && arguments is ['[', .. var inner, ']'])
            arguments = inner;
        return string.Create(CultureInfo.InvariantCulture, $"{name} {arguments}");
    }

    private static bool StartsWithInstruction(string text)
    {
        foreach (string name in (ReadOnlySpan<string>)["ADD ", "ARG ", "CMD ", "COPY ", "ENTRYPOINT ", "ENV ", "EXPOSE ", "FROM ", "HEALTHCHECK ", "LABEL ",
            "MAINTAINER ", "ONBUILD ", "RUN ", "SHELL ", "STOPSIGNAL ", "USER ", "VOLUME ", "WORKDIR "])
        {
            if (text.StartsWith(name, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
