using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;
using StoreForensics.Reports.Html.Fleet;
using StoreForensics.Reports.Parquet.Queries;

namespace StoreForensics.Cli.Commands;

/// <summary><c>report CASE... -o fleet.html</c>: the page over all hosts of Parquet cases.</summary>
internal sealed class ReportCommand
{
    private readonly Argument<string[]> _cases = new("CASE")
    {
        Description = "One or more Parquet cases (analyze -o NAME.case/)",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "The page (.html)", HelpName = "FILE", Required = true };
    private readonly Option<bool> _force = new("--force") { Description = "Overwrite the output if it exists" };
    private readonly Option<string?> _case = new("--case") { Description = "What the page is called", HelpName = "TEXT" };
    private readonly Option<string?> _templates = new("--templates") { Description = "A directory whose files replace the templates of the same name", HelpName = "DIR" };
    private readonly Option<string?> _scratch = new("--scratch") { Description = "Where temporary files may go", HelpName = "DIR" };

    public static Command Build()
    {
        var self = new ReportCommand();
        var command = new Command("report", "A page over many hosts, out of Parquet cases: the worst hosts, what they share, the first trace on each")
        {
            self._cases, self._output, self._force, self._case, self._templates, self._scratch,
        };
        command.SetAction(self.Run);
        return command;
    }

    private int Run(ParseResult call)
    {
        string[] cases = call.GetValue(_cases)!;
        string output = call.GetValue(_output)!;
        if (!output.EndsWith(".html", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{DisplayText.Escape(output)}: the report over many hosts is a page; its file ends in .html");
        var guard = new EvidenceGuard(cases, null);
        OutputPlace place = guard.Claim(output, call.GetValue(_force));
        guard.Complete([]);
        Func<string, string?>? templates = call.GetValue(_templates) is { } folder ? TemplateFolder.Read(folder) : null;
        using var scratch = new Scratch(call.GetValue(_scratch));
        UnfinishedOutputs.Record.Value = scratch;
        using var answers = ParquetAnswers.Open(cases, scratch.PathFor("duckdb"));
        var writer = new FleetReportWriter { Title = call.GetValue(_case), Templates = templates };
        OutputFile.Write(place, stream =>
        {
            writer.Write(answers, ToolVersion.Name, stream);
            return true;
        });
        Console.Out.WriteLine("wrote " + DisplayText.Escape(output));
        return ExitCodes.Done;
    }
}
