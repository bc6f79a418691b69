using System.CommandLine;
using System.Text;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Cli.Terminal;
using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;

namespace StoreForensics.Cli.Commands;

/// <summary><c>logs EVIDENCE CONTAINER</c>: as <c>docker logs -t</c>, each line to the stream that it was written to.</summary>
internal static class LogsCommand
{
    public static Command Build()
    {
        var evidence = new EvidenceOptions();
        var container = new Argument<string>("CONTAINER") { Description = "name, id or prefix" };
        Option<string> format = TableFormat.Option();
        var command = new Command("logs", "A container's log, as docker logs -t") { format, evidence.Recovered };
        var filter = new LogFilter();
        filter.AddTo(command);
        evidence.AddTo(command);
        command.Add(container.OffersContainers(evidence));
        command.SetAction(call =>
        {
            filter.Check(call);
            return evidence.Run(call, analyzer => Print(call, analyzer, analyzer.Inventory.FindLogged(call.GetValue(container)!)));
        });
        return command;

        void Print(ParseResult call, Analyzer analyzer, Container found)
        {
            Attempts.Note(analyzer.Inventory, found, call.GetValue(container)!);
            if (found.LogPlace is { } place)
                analyzer.Problems.Warn("SF-LIBPOD-0006", found.Origin, $"the log of {DisplayText.Escape(found.DisplayName)} lies {place}");
            IEnumerable<LogLine> lines = filter.Of(call, ContainerLog.Read(found, analyzer.Problems));
            if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(lines, (json, line) => LogJson.Write(json, line.Time, line.Stream, line.Text.Span, RecoveryOf(found, line)));
            else
                PrintText(lines);
        }
    }

    private static Recovery? RecoveryOf(Container container, LogLine line) => (container.Logs[0].Source as IRecoveredSource)?.RecoveryOf(line.Node);

    private static void PrintText(IEnumerable<LogLine> lines)
    {
        using BufferedStream output = StandardOutput.Open();
        using var errors = new BufferedStream(Console.OpenStandardError());
        // Both on one terminal are one text, in the log's order.
        bool isOne = Screen.IsTerminal && !Console.IsErrorRedirected;
        foreach (LogLine line in lines)
        {
            bool isError = line.Stream == "stderr";
            Print(isError && !isOne ? errors : output, line, escaped: isError ? !Console.IsErrorRedirected : !Console.IsOutputRedirected);
        }
        output.Flush();
        errors.Flush();
    }

    // A terminal gets the text escaped, since the evidence may hold commands for it; a file gets the bytes.
    private static void Print(Stream target, LogLine line, bool escaped)
    {
        if (line.Time is { } time)
            target.Write(Encoding.ASCII.GetBytes(time.ToString() + " "));
        ReadOnlySpan<byte> text = line.Text.Span;
        if (escaped)
            target.Write(Encoding.UTF8.GetBytes(DisplayText.Escape(text.TrimEnd("\r\n"u8)) + "\n"));
        else
            target.Write(text);
    }
}
