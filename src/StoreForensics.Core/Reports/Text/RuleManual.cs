using System.Text;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>The list of rules in the manual, as Markdown.</summary>
public static class RuleManual
{
    public static string Write(IReadOnlyList<RuleDescription> rules)
    {
        var page = new StringBuilder("| rule | severity | confidence | fires | ATT&CK | look at next |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (RuleDescription rule in rules.Where(r => r.IsEnabled))
        {
            string severity = string.Join(", ", rule.Severities.Select(s => s.Word()));
            page.Append($"| `{rule.Id}`<br>{Cell(rule.Title)} | {severity} | {rule.Confidence.Word()} | {Cell(rule.When)} | {string.Join(' ', rule.Attack)} | {Cell(rule.Next)} |\n");
        }
        return page.ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
