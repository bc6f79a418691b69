namespace StoreForensics.EndToEnd.Truth;

/// <summary>The lines of <c>docker diff</c> as raw bytes. A name may hold a line break: a line that does not begin with a letter, blank, slash goes on.</summary>
internal static class EngineDiff
{
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
}
