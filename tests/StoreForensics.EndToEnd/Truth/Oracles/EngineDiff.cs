namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>The lines of <c>docker diff</c> as raw bytes.</summary>
internal static class EngineDiff
{
    private static readonly string[] s_opaqueMarks = ["/.wh..wh..opq", "/.wh..opq"];

    /// <summary>The engine could not mount the container: its answer is an error.</summary>
    public static bool HasNoView(string raw) => raw.StartsWith("Error", StringComparison.Ordinal);

    /// <summary>A name may hold a line break: a line that does not begin with a letter, a blank and a slash goes on with the one before.</summary>
    public static string[] Parse(string raw)
    {
        var lines = new List<string>();
        foreach (string line in raw.Split('\n'))
        {
            if (line.Length > 2 && line[0] is 'A' or 'C' or 'D' && line[1..3] == " /")
                lines.Add(line);
            else if (line.Length > 0 && lines.Count > 0)
                lines[^1] += "\n" + line;
        }
        return [.. lines];
    }

    /// <summary>
    /// The engine's lines in the contract's words. One rule: an opaque directory. The engine of the age prints its mark as a deletion,
    /// <c>D /dir/.wh..wh..opq</c> (docker-storage-formats.md 14); the contract wants the names that are gone, the topmost of each.
    /// Mount points and copied-up files need no rule: both sides count them alike.
    /// </summary>
    public static IEnumerable<string> InWordsOfTheContract(LayerOracle oracle, string container, string raw)
    {
        foreach (string line in Parse(raw))
        {
            if (!s_opaqueMarks.Any(mark => line.EndsWith(mark, StringComparison.Ordinal)))
            {
                yield return line;
                continue;
            }
            string directory = line[2..line.LastIndexOf('/')];
            foreach (ExpectedDeletion deletion in oracle.Deletions(container).Where(d => d.IsTopmost
                && d.Path.StartsWith(directory + "/", StringComparison.Ordinal)))
                yield return "D " + deletion.Path;
        }
    }
}
