using System.Reflection;
using System.Text.RegularExpressions;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Sqlite.Questions;

/// <summary>A ready question to a case file: its SQL is there to be read, and to be changed in a client of one's own.</summary>
/// <param name="Name">One word: <c>persistence</c>.</param>
/// <param name="Title">What is asked, in a line.</param>
/// <param name="Sql">One SELECT over the tables and views of <see cref="CaseSchema"/>; <c>$since</c> and <c>$until</c> are seconds since 1970, or null.</param>
public sealed partial record Question(string Name, string Title, string Sql)
{
    private const string Prefix = "questions/";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Question> All { get; } = Load();

    /// <summary>The same for DuckDB, whose threads would put the texts of a cell in any order: sorted.</summary>
    internal string SortedSql => Joined().Replace(OneOfEach().Replace(Sql, "string_agg(DISTINCT $1, ',' ORDER BY $1)"), "string_agg($1, '|' ORDER BY $1)");

    /// <summary>Whether it makes no sense without a time.</summary>
    public bool NeedsTime => Sql.Contains("$since", StringComparison.Ordinal) && !Sql.Contains("$since IS NULL", StringComparison.Ordinal);

    /// <exception cref="UsageException">There is no such question.</exception>
    public static Question Named(string name) => All.FirstOrDefault(q => q.Name == name)
        ?? throw new UsageException($"no question is called {DisplayText.Escape(name)}; there are {string.Join(", ", All.Select(q => q.Name))}");

    [GeneratedRegex(@"group_concat\(DISTINCT ([a-z_.]+)\)")]
    private static partial Regex OneOfEach();

    [GeneratedRegex(@"group_concat\(([a-z_.]+), '\|'\)")]
    private static partial Regex Joined();

    private static List<Question> Load()
    {
        Assembly here = typeof(Question).Assembly;
        var questions = new List<Question>();
        foreach (string resource in here.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(here.GetManifestResourceStream(resource)!);
            string title = reader.ReadLine()!.TrimStart('-', ' ');
            questions.Add(new Question(resource[Prefix.Length..], title, reader.ReadToEnd().Trim()));
        }
        return questions;
    }
}
