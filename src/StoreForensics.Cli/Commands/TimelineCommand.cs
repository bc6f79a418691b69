using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Findings;
using StoreForensics.Model;
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
        var format = new Option<string>("--format") { Description = "csv, jsonl, bodyfile or l2tcsv", DefaultValueFactory = _ => "csv", HelpName = "csv|jsonl|bodyfile|l2tcsv" };
        var hash = new Option<string>("--hash") { Description = "files: SHA-256 of every file in every layer", DefaultValueFactory = _ => HashChoice.None, HelpName = "files|none" };
        Option<string> verify = VerifyChoice.Option(VerifyChoice.None);
        var options = new FindingOptions();
        var command = new Command("timeline", "The timeline on standard output") { format, hash, verify };
        evidence.AddTo(command);
        filters.AddTo(command);
        writing.AddTo(command);
        options.AddTo(command);
        command.SetAction(call =>
        {
            string name = call.GetValue(format)!;
            IReportWriter writer = writing.Writers(call).ForFormat(name == "json" ? "jsonl" : name);
            bool hashFiles = HashChoice.Parse(call.GetValue(hash)!) == HashChoice.Files;
            FindingsOptions wanted = options.Read(call);
            bool verifies = VerifyChoice.IsWanted(call, verify);
            return evidence.Run(
                call,
                analyzer =>
                {
                    VerificationResult? verification = verifies ? analyzer.Verify() : null;
                    ITimeline timeline = analyzer.BuildTimeline(filters.Read(call, analyzer.Inventory, hashFiles, verification, analyzer.Find(verification, wanted)));
                    Case subject = analyzer.BuildCase(new CaseDetails(), new ToolDetails(ToolVersion.Name, ToolVersion.Text, CommandLineText.Of(args)), timeline, verification);
                    using BufferedStream output = StandardOutput.Open();
                    string? note = writer.Write(subject, output);
                    output.Flush();
                    if (note is not null)
                        Console.Error.WriteLine("storeforensics: " + note);
                },
                readFiles: true);
        });
        return command;
    }
}
