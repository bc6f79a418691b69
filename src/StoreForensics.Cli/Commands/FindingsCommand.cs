using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Output;
using StoreForensics.Model;
using StoreForensics.Reports.Json;

namespace StoreForensics.Cli.Commands;

/// <summary><c>findings EVIDENCE</c>: what deserves a look, most severe first.</summary>
internal static class FindingsCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        Option<string> verify = VerifyChoice.Option(VerifyChoice.Layers);
        var command = new Command("findings", "What deserves a look, most severe first, with the reason") { format, verify };
        evidence.AddTo(command, several: true);
        command.SetAction(call =>
        {
            bool asJson = TableFormat.IsJson(call, format), verifies = VerifyChoice.IsWanted(call, verify);
            return evidence.Run(
                call,
                analyzer =>
                {
                    IReadOnlyList<Finding> findings = analyzer.Find(verifies ? analyzer.Verify(evidence.Begin("verifying")) : null);
                    evidence.EndProgress();
                    if (asJson)
                        TableFormat.PrintLines(findings, FindingJson.Write);
                    else
                        Print(findings, analyzer.IsSeveral);
                },
                verify: verifies);
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings, bool isSeveral)
    {
        if (findings.Count == 0)
        {
            Console.Out.WriteLine("nothing that the rules know");
            return;
        }
        var table = Tables.Of(isSeveral, "SEVERITY", "RULE", "SUBJECT", "REASON", "ATT&CK");
        foreach (Finding finding in findings)
        {
            string reason = finding.Count == 1 ? finding.Reason : string.Create(CultureInfo.InvariantCulture, $"{finding.Reason} ({finding.Count} times)");
            table.RowOf(finding.Origins[0].Evidence, finding.Severity.Word(), finding.Rule, string.Join(", ", finding.Subjects), reason, string.Join(' ', finding.Attack));
        }
        table.Print();
    }
}
