using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary><c>findings EVIDENCE</c>: what deserves a look, most severe first.</summary>
internal static class FindingsCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        Option<string> format = TableFormat.Option();
        Option<string> verify = VerifyChoice.Option(VerifyChoice.Layers);
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Values that look like secrets, where a reason quotes them" };
        var options = new FindingOptions();
        var command = new Command("findings", "What deserves a look, most severe first, with the reason") { format, verify, evidence.HashHoles, showSecrets };
        var filter = new FindingFilter();
        options.AddTo(command);
        filter.AddTo(command);
        evidence.AddTo(command, several: true);
        command.SetAction(call =>
        {
            bool asJson = TableFormat.IsJson(call, format), verifies = VerifyChoice.IsWanted(call, verify);
            filter.Check(call);
            FindingsOptions wanted = options.Read(call);
            var secrets = new SecretMask(call.GetValue(showSecrets));
            return evidence.Run(
                call,
                analyzer =>
                {
                    VerificationResult? verification = verifies ? analyzer.Verify(evidence.Begin("verifying")) : null;
                    evidence.Begin("looking for what deserves a look");
                    Finding[] findings = [.. filter.Of(call, analyzer.Inventory, analyzer.Find(verification, wanted))
                        .Select(f => f with { Reason = secrets.Text(f.Reason) })];
                    evidence.EndProgress();
                    if (asJson)
                        TableFormat.PrintLines(findings, FindingJson.Write);
                    else
                        Print(findings, analyzer.IsSeveral);
                },
                readFiles: true);
        });
        return command;
    }

    private static void Print(Finding[] findings, bool isSeveral)
    {
        if (findings.Length == 0)
        {
            Console.Out.WriteLine("nothing that the rules know");
            return;
        }
        var table = Tables.Of(isSeveral, "SEVERITY", "RULE", "SUBJECT", "REASON", "TIME", "ATT&CK");
        foreach (Finding finding in findings)
        {
            string reason = finding.Count == 1 ? finding.Reason : string.Create(CultureInfo.InvariantCulture, $"{finding.Reason} (seen {finding.Count} times)");
            table.RowOf(finding.Origins[0].Evidence, finding.Severity.Word(), finding.Rule, string.Join(", ", finding.Subjects), reason,
                When(finding), string.Join(' ', finding.Attack));
        }
        table.Print();
    }

    // A file's stamp may be forged: it is never given as the time.
    private static string When(Finding finding)
    {
        string time = finding.Time is { IsUsable: true } known ? known.ToString() : "unknown";
        return finding.OtherStamp is { } stamp ? $"{time}, stamped {stamp}" : time;
    }
}
