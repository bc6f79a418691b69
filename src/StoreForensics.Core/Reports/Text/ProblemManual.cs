using System.Text;
using StoreForensics.Primitives.Catalogue;

namespace StoreForensics.Reports.Text;

/// <summary>The list of problems in the manual, as Markdown.</summary>
public static class ProblemManual
{
    /// <summary>A table an area, areas in byte order.</summary>
    public static string Write(IReadOnlyList<ProblemKind> kinds)
    {
        var page = new StringBuilder();
        foreach (IGrouping<string, ProblemKind> area in kinds.GroupBy(k => k.Area))
        {
            page.Append($"\n### {area.Key}\n\n| code | severity | what is wrong | what it means |\n| --- | --- | --- | --- |\n");
            foreach (ProblemKind kind in area)
                page.Append($"| `{kind.Code}` | {kind.Words} | {Cell(kind.Meaning)} | {Cell(kind.Consequence)} |\n");
        }
        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<",
        "&lt;", StringComparison.Ordinal);
}
