using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
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
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Also what the files hold: what they are, where else their bytes are, before and after" };
        var options = new FindingOptions();
        var command = new Command("findings", "What deserves a look, most severe first, with the reason") { format, verify, evidence.HashHoles, showSecrets, verbose };
        var filter = new FindingFilter();
        options.AddTo(command);
        filter.AddTo(command);
        evidence.AddTo(command, several: true);
        command.SetAction(call =>
        {
            bool asJson = TableFormat.IsJson(call, format), isVerbose = call.GetValue(verbose), verifies = VerifyChoice.IsWanted(call, verify);
            filter.Check(call);
            FindingsOptions wanted = options.Read(call);
            var secrets = new SecretMask(call.GetValue(showSecrets));
            return evidence.Run(
                call,
                analyzer =>
                {
                    VerificationResult? verification = verifies ? analyzer.Verify(evidence.Begin("verifying")) : null;
                    evidence.Begin("looking for what deserves a look");
                    IReadOnlyList<Finding> found = [.. filter.Of(call, analyzer.Inventory, analyzer.Find(verification, wanted))];
                    if (asJson || isVerbose)
                        found = analyzer.Describe(found);
                    Finding[] findings = [.. found.Select(f => f with { Reason = secrets.Text(f.Reason), Content = ContentText.Masked(f.Content, secrets) })];
                    evidence.EndProgress();
                    if (asJson)
                        TableFormat.PrintLines(findings, FindingJson.Write);
                    else if (isVerbose)
                        PrintWhole(findings);
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

    // One after the other, with room for what a cell has none for.
    private static void PrintWhole(Finding[] findings)
    {
        if (findings.Length == 0)
            Console.Out.WriteLine("nothing that the rules know");
        foreach (Finding finding in findings)
        {
            Console.Out.WriteLine($"{finding.Severity.Word()}  {finding.Title} ({finding.Rule}; {string.Join(' ', finding.Attack)})");
            Console.Out.WriteLine($"  {string.Join(", ", finding.Subjects.Select(s => DisplayText.Escape(s)))}  {When(finding)}");
            Console.Out.WriteLine("  " + finding.Reason);
            Console.Out.WriteLine($"  rests on {string.Join("; ", finding.Basis)}; confidence {finding.Confidence.Word()}");
            if (finding.Content is { } content)
            {
                Console.Out.WriteLine($"  {ContentText.Glances(content)}");
                if (ContentText.Elsewhere(content) is { } elsewhere)
                    Console.Out.WriteLine("  " + elsewhere);
                foreach (string line in ContentText.Lines(content, new SecretMask(show: true)))
                    Console.Out.WriteLine("    " + line);
            }
            Console.Out.WriteLine();
        }
    }

    // A file's stamp may be forged: it is never given as the time.
    private static string When(Finding finding)
    {
        string time = finding.Time is { IsUsable: true } known ? known.ToString() : "unknown";
        return finding.OtherStamp is { } stamp ? $"{time}, stamped {stamp}" : time;
    }
}
