using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Model;
using StoreForensics.Reports.Json;

namespace StoreForensics.Cli.Commands;

/// <summary><c>verify EVIDENCE</c>: recomputes every digest that Docker recorded, and says what was altered. Exit code 1 when something was.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var all = new Option<bool>("--all") { Description = "A row for everything, what is as recorded included (json always has them)" };
        Option<string> format = TableFormat.Option();
        var command = new Command("verify", "Recomputes every digest that Docker recorded; says what was altered since") { all, evidence.HashHoles, format };
        evidence.AddTo(command, several: true);
        command.SetAction(call =>
        {
            bool asJson = TableFormat.IsJson(call, format), isMismatch = false;
            int code = evidence.Run(
                call,
                analyzer =>
                {
                    VerificationResult result = analyzer.Verify(evidence.Begin("verifying"));
                    evidence.EndProgress();
                    isMismatch = result.HasMismatch;
                    if (asJson)
                        TableFormat.PrintLines(result.Checks, CheckJson.Write);
                    else
                        Print(result, call.GetValue(all), analyzer.IsSeveral);
                },
                readFiles: true);
            return isMismatch ? ExitCodes.Mismatch : code;
        });
        return command;
    }

    private static void Print(VerificationResult result, bool all, bool isSeveral)
    {
        var table = Tables.Of(isSeveral, "STATUS", "KIND", "SUBJECT", "PATH", "DETAIL");
        int rows = 0;
        foreach (Check check in result.Checks.Where(c => all || c.IsMismatch).OrderBy(Rank))
            Add(check.Origin.Evidence, check.Status, check.Kind.Word(), check.Subject, check.Path?.ToString(), check.Detail);
        // What cannot be checked for one reason is one line, unless each is asked for.
        foreach (IGrouping<(string Evidence, CheckKind Kind, string? Detail),
            Check> group in result.Checks.Where(c => !all && c.Status == CheckStatus.Unverifiable).GroupBy(c => (c.Origin.Evidence, c.Kind, c.Detail)))
        {
            string subject = group.Count() == 1 ? group.First().Subject
                : string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key.Kind.Word()}s");
            Add(group.Key.Evidence, CheckStatus.Unverifiable, group.Key.Kind.Word(), subject, group.Count() == 1 ? group.First().Path?.ToString() : null,
                group.Key.Detail);
        }
        if (rows > 0)
        {
            table.Print();
            Console.Out.WriteLine();
        }
        Console.Out.WriteLine(Summary(result));

        void Add(string evidence, CheckStatus status, string kind, string subject, string? path, string? detail)
        {
            table.RowOf(evidence, status.Word(), kind, subject, path, detail);
            rows++;
        }
    }

    // What contradicts a record comes first, then what cannot be checked, then the rest; within each as the checks came.
    private static int Rank(Check check) => check.IsMismatch ? 0 : check.Status == CheckStatus.Unverifiable ? 1 : 2;

    private static string Summary(VerificationResult result)
    {
        var words = new List<string>();
        foreach (CheckKind kind in (CheckKind[])[CheckKind.Image, CheckKind.Chain, CheckKind.Layer, CheckKind.Blob])
        {
            if (result.Count(kind) is > 0 and var count)
                words.Add(string.Create(CultureInfo.InvariantCulture, $"{kind.Word()}s {result.Count(kind, CheckStatus.Ok)} of {count} as recorded"));
        }
        int files = result.Checks.Count(c => c.Kind == CheckKind.File && c.IsMismatch);
        words.Add(files == 0 ? "no file altered" : string.Create(CultureInfo.InvariantCulture, $"files altered, missing or planted: {files}"));
        return string.Join("; ", words);
    }
}
