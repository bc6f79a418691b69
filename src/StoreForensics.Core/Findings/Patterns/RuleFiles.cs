using StoreForensics.Primitives;

namespace StoreForensics.Findings.Patterns;

/// <summary>Rule files on disk.</summary>
public static class RuleFiles
{
    /// <exception cref="RuleFileException">A file cannot be read or is not as it must be.</exception>
    internal static IEnumerable<RuleFile> Read(IReadOnlyList<string> paths)
    {
        foreach (string path in paths.SelectMany(Expand))
            yield return RuleFileReader.Read(DisplayText.Escape(path), Text(path));
    }

    /// <summary>Reads rule files and runs their own examples. Empty when all is well; else a line for each fault, as <c>file:line: what</c>.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<string> paths)
    {
        var faults = new List<string>();
        foreach (string path in paths)
        {
            try
            {
                RuleFile[] files = [.. Read([path])];
                RuleLibrary.With(files);
                faults.AddRange(files.SelectMany(file => file.Rules.SelectMany(rule => ExampleCheck.Faults(file.Name, rule))));
            }
            catch (RuleFileException e)
            {
                faults.Add(e.Message);
            }
        }
        return faults;
    }

    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(f => f.EndsWith(".yaml", StringComparison.Ordinal)
                || f.EndsWith(".yml", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            : [path];

    private static string Text(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > YamlReader.MaxChars })
                throw new RuleFileException($"{DisplayText.Escape(path)}: a rule file has at most {YamlReader.MaxChars >> 20} MiB");
            using var reader = new StreamReader(path);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RuleFileException($"{DisplayText.Escape(path)}: {DisplayText.Escape(e.Message)}", e);
        }
    }
}
