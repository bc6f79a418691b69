using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
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
    private readonly Argument<string[]> _paths = new("EVIDENCE") { Description = "One or more: a directory, a tar (plain or compressed), or - for a tar on standard input", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _outputs = new("--output", "-o") { Description = "A file whose ending chooses the report (.pdf .html .csv .jsonl .body .l2t.csv .json), DIR/ for all of them, or - with --format; repeatable", HelpName = "FILE", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite outputs that exist" };
    private readonly Option<string?> _format = new("--format") { Description = "What -o - writes", HelpName = "FORMAT" };
    private readonly Option<string> _hash = new("--hash") { Description = "SHA-256 of the evidence, of every file in every layer too, or neither", DefaultValueFactory = _ => HashChoice.Evidence, HelpName = "evidence|files|none" };
    private readonly Option<string?> _templates = new("--templates") { Description = "A directory whose files replace the HTML report's templates of the same name", HelpName = "DIR" };
    private readonly Option<string> _verify = VerifyChoice.Option(VerifyChoice.Layers);

    public static Command Build(string[] args)
    {
        var self = new AnalyzeCommand();
        var command = new Command("analyze", "The main job: reads the evidence once and writes every report that was asked for") { self._paths, self._outputs, self._force, self._format, self._hash, self._verify, self._templates };
        self._evidence.AddTo(command, withArgument: false);
        self._filters.AddTo(command);
        self._case.AddTo(command);
        self._writing.AddTo(command);
        self._findings.AddTo(command);
        command.SetAction(call => self.Run(call, args));
        return command;
    }

    private int Run(ParseResult call, string[] args)
    {
        ReportWriters writers = _writing.Writers(call, call.GetValue(_templates) is { } templates ? TemplateFolder.Read(templates) : null);
        string hash = HashChoice.Parse(call.GetValue(_hash)!);
        bool verifies = VerifyChoice.IsWanted(call, _verify);
        CaseDetails details = _case.Read(call);
        FindingsOptions wanted = _findings.Read(call);
        OutputPlan plan = OutputPlan.Make(call.GetValue(_outputs)!, call.GetValue(_format), call.GetValue(_force), writers);
        return _evidence.Run(
            call,
            analyzer =>
            {
                VerificationResult? verification = verifies ? analyzer.Verify() : null;
                IReadOnlyList<Finding> findings = analyzer.Find(verification, wanted);
                ITimeline timeline = analyzer.BuildTimeline(_filters.Read(call, analyzer.Inventory, hash == HashChoice.Files, verification, findings));
                Case subject = analyzer.BuildCase(details, new ToolDetails(ToolVersion.Name, ToolVersion.Text, CommandLineText.Of(args)), timeline, verification, findings);
                plan.Write(subject);
            },
            hash: hash != HashChoice.None,
            readFiles: true,
            evidence: call.GetValue(_paths));
    }
}
