using System.CommandLine;
using StoreForensics.Cases;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands;

/// <summary><c>analyze EVIDENCE... -o FILE</c>: the main job, one pass and every report that was asked for.</summary>
internal sealed class AnalyzeCommand
{
    private readonly EvidenceOptions _evidence = new();
    private readonly FilterOptions _filters = new();
    private readonly CaseOptions _case = new();
    private readonly WritingOptions _writing = new();
    private readonly FindingOptions _findings = new();
    private readonly Option<string[]> _outputs = new("--output",
        "-o")
    { Description = "A file whose ending chooses the report (.pdf .html .csv .jsonl .body .l2t.csv .json .sqlite .iocs.csv .iocs.stix.json .jsonld), DIR/ for all of them, NAME.case/ for a Parquet case that grows by each evidence, or - with --format; repeatable", HelpName = "FILE", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite outputs that exist, and an evidence's rows in a Parquet case; evidence never" };
    private readonly Option<string?> _format = new Option<string?>("--format")
    {
        Description = "What -o - writes",
        HelpName = "FORMAT"
    }.Suggesting(ReportWriters.Formats);
    private readonly Option<string> _hash = new Option<string>("--hash")
    {
        Description =
        "SHA-256 of the evidence, of every file in every layer too, or neither",
        DefaultValueFactory = _ => HashChoice.Evidence,
        HelpName = "evidence|files|none"
    }.Suggesting(HashChoice.Evidence, HashChoice.Files, HashChoice.None);
    private readonly Option<string?> _style = StyleOption.Make();
    private readonly Option<string?> _templates = new("--templates")
    {
        Description =
        "A directory whose files replace the HTML report's templates of the same name",
        HelpName = "DIR"
    };
    private readonly Option<bool> _recover = new("--recover")
    { Description = "Look for what was deleted, and say of evidence that cannot hold it that it was not looked for (default: of disk images, silently)" };
    private readonly Option<bool> _noRecover = new("--no-recover") { Description = "Do not look for what was deleted" };
    private readonly Option<string> _verify = VerifyChoice.Option(VerifyChoice.Layers);

    public static Command Build(string[] args)
    {
        var self = new AnalyzeCommand();
        var command = new Command("analyze", "The main job: reads the evidence once and writes every report that was asked for") { self._outputs, self._force,
            self._format, self._hash, self._evidence.HashHoles, self._verify, self._style, self._templates, self._recover, self._noRecover };
        self._evidence.AddTo(command, several: true);
        self._filters.AddTo(command);
        self._case.AddTo(command);
        self._writing.AddTo(command);
        self._findings.AddTo(command);
        command.SetAction(call => self.Run(call, args));
        return command;
    }

    private int Run(ParseResult call, string[] args)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        ReportWriters writers = _writing.Writers(call, _evidence, StyleOption.Read(call.GetValue(_style)), call.GetValue(_templates) is { } templates
            ? TemplateFolder.Read(templates) : null);
        string hash = HashChoice.Parse(call.GetValue(_hash)!);
        bool verifies = VerifyChoice.IsWanted(call, _verify);
        _filters.Check(call);
        if (call.GetValue(_recover) && call.GetValue(_noRecover))
            throw new UsageException("--recover and --no-recover exclude each other");
        RecoveryChoice recover = call.GetValue(_noRecover) ? RecoveryChoice.Never
            : call.GetValue(_recover) ? RecoveryChoice.Asked : RecoveryChoice.WherePossible;
        CaseDetails details = _case.Read(call);
        FindingsOptions wanted = _findings.Read(call);
        OutputPlan plan = OutputPlan.Make(call.GetValue(_outputs)!, call.GetValue(_format), call.GetValue(_force), writers, _evidence.Guard(call));
        return _evidence.Run(
            call,
            analyzer =>
            {
                VerificationResult? verification = verifies ? analyzer.Verify(_evidence.Begin("verifying")) : null;
                bool hashFiles = hash == HashChoice.Files;
                Action<long, long?>? hashing = _evidence.Begin(hashFiles ? "hashing files" : "collecting events and what deserves a look");
                (ITimeline timeline, IReadOnlyList<Finding> findings) =
                    analyzer.Examine(_filters.Read(call, analyzer.Inventory, hashFiles, verification)
                        with
                    { HashProgress = hashing, HashRecovered = true }, verification, wanted);
                Case subject = analyzer.BuildCase(details, new ToolDetails(ToolVersion.Name, ToolVersion.Text, CommandLineText.Of(args)),
                    Watched(timeline, plan), verification, findings);
                IReadOnlyList<(string? Path, string? Note)> written = WritingFaults.Guard("the reports", () => plan.Write(subject));
                _evidence.EndProgress();
                Tell(plan, subject, written, clock.Elapsed, new SecretMask(_writing.ShowsSecrets(call)));
            },
            hash: hash != HashChoice.None,
            readFiles: true,
            needsScratch: true,
            recover: recover);
    }

    // Reports read the timeline each for itself: that is what writing takes time for.
    private ITimeline Watched(ITimeline timeline, OutputPlan plan)
    {
        long total = timeline.Summary.Count * plan.Reports;
        return _evidence.Begin("writing", "events") is { } report ? new CountedTimeline(timeline, taken => report(taken, total)) : timeline;
    }

    private static void Tell(OutputPlan plan, Case subject, IReadOnlyList<(string? Path, string? Note)> written, TimeSpan duration, SecretMask secrets)
    {
        bool onError = plan.UsesStandardOutput;
        var summary = new AnalysisSummary(onError ? Console.Error : Console.Out,
            isTerminal: !(onError ? Console.IsErrorRedirected : Console.IsOutputRedirected), secrets);
        summary.Print(subject);
        foreach ((string? path, string? note) in written)
        {
            if (path is not null)
                summary.PrintWritten(path, note);
            else if (note is not null)
                summary.PrintNote(note);
        }
        summary.PrintDuration(duration);
    }
}
