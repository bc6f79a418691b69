using System.CommandLine;
using StoreForensics.Cases;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Commands;

/// <summary><c>timeline EVIDENCE</c>: the timeline on standard output.</summary>
internal static class TimelineCommand
{
    public static Command Build(string[] args)
    {
        var evidence = new EvidenceOptions();
        var filters = new FilterOptions();
        var writing = new WritingOptions();
        var format = new Option<string?>("--format")
        {
            Description = "csv (a file's and a pipe's), table (a terminal's), jsonl, bodyfile or l2tcsv; --ecs alone means jsonl",
            HelpName = "csv|table|jsonl|bodyfile|l2tcsv"
        }.Suggesting([.. ReportWriters.TimelineFormats, "table"]);
        var hash = new Option<string>("--hash")
        {
            Description = "files: SHA-256 of every file in every layer",
            DefaultValueFactory = _ => HashChoice.None,
            HelpName = "files|none"
        }.Suggesting(HashChoice.Files, HashChoice.None);
        Option<string> verify = VerifyChoice.Option(VerifyChoice.None);
        var tagged = new Option<bool>("--findings") { Description = "Tag the events that findings rest on (finding:setid-added); analyze does it always" };
        var options = new FindingOptions();
        var command = new Command("timeline", "The timeline on standard output") { format, hash, evidence.HashHoles, verify, tagged, evidence.Recovered };
        evidence.AddTo(command, several: true);
        filters.AddTo(command);
        writing.AddTo(command);
        options.AddTo(command);
        command.SetAction(call =>
        {
            string name = call.GetValue(format) ?? (writing.IsEcs(call) ? "jsonl" : Screen.IsTerminal ? "table" : "csv");
            if (writing.IsEcs(call) && name is not ("jsonl" or "json"))
                throw new UsageException("--ecs is for --format jsonl");
            IReportWriter writer = name == "table" ? new TimelineTable(Screen.IsTerminal ? Screen.Width : null)
                : writing.Writers(call, evidence).ForFormat(name == "json" ? "jsonl" : name);
            bool hashFiles = HashChoice.Parse(call.GetValue(hash)!) == HashChoice.Files;
            bool tags = call.GetValue(tagged) || options.AreGiven(call) || filters.NeedsFindings(call);
            FindingsOptions wanted = options.Read(call, isSure: tags);
            filters.Check(call);
            bool verifies = VerifyChoice.IsWanted(call, verify);
            return evidence.Run(
                call,
                analyzer =>
                {
                    VerificationResult? verification = verifies ? analyzer.Verify(evidence.Begin("verifying")) : null;
                    Action<long, long?>? hashing = evidence.Begin(hashFiles ? "hashing files" : "collecting events");
                    TimelineOptions choice = filters.Read(call, analyzer.Inventory, hashFiles, verification) with { HashProgress = hashing };
                    ITimeline timeline = tags ? analyzer.Examine(choice, verification, wanted).Timeline : analyzer.BuildTimeline(choice);
                    evidence.EndProgress();
                    Case subject = analyzer.BuildCase(new CaseDetails(), new ToolDetails(ToolVersion.Name, ToolVersion.Text, CommandLineText.Of(args)),
                        timeline, verification);
                    using BufferedStream output = StandardOutput.Open();
                    string? note = WritingFaults.Guard("the timeline", () => writer.Write(subject, output));
                    output.Flush();
                    if (note is not null)
                        Console.Error.WriteLine("storeforensics: " + note);
                },
                readFiles: verifies || tags,
                needsScratch: true,
                recover: call.GetValue(evidence.Recovered) ? RecoveryChoice.Asked : RecoveryChoice.Never);
        });
        return command;
    }
}
