using System.Text.Json;
using StoreForensics.Primitives;

namespace StoreForensics.Reports.Json;

/// <summary>Something that could not be read or should not be trusted.</summary>
public static class ProblemJson
{
    public static void Write(Utf8JsonWriter json, Problem problem)
    {
        json.WriteStartObject();
        json.WriteText("code", problem.Code);
        json.WriteText("severity", SeverityOf(problem));
        json.WriteText("evidence", problem.Origin.Evidence);
        json.WritePath("path", problem.Origin.Path);
        json.WriteCount("offset", problem.Origin.Offset);
        json.WriteText("message", problem.Message);
        json.WriteEndObject();
    }

    internal static string SeverityOf(Problem problem) => SeverityOf(problem.Severity);

    internal static string SeverityOf(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Damage => "damage",
        ProblemSeverity.Warning => "warning",
        _ => "note",
    };
}
