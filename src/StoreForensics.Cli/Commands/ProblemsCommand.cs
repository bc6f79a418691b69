using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Primitives;
using StoreForensics.Primitives.Catalogue;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary><c>problems [CODE]...</c>: what a problem's code means.</summary>
internal static class ProblemsCommand
{
    public static Command Build()
    {
        var codes = new Argument<string[]>("CODE") { Description = "SF-AREA-NNNN; all when none is given", Arity = ArgumentArity.ZeroOrMore };
        Option<string> format = TableFormat.Option();
        format.Description += "; markdown writes the page of the manual";
        var command = new Command("problems", "What the codes of problems mean, and what is missing because of each") { codes, format };
        command.SetAction(call =>
        {
            IReadOnlyList<ProblemKind> kinds = call.GetValue(codes) is { Length: > 0 } named ? [.. named.Select(Find)] : ProblemCatalogue.All;
            if (call.GetValue(format) == "markdown")
                Console.Out.Write(ProblemManual.Write(kinds));
            else if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(kinds, ProblemKindJson.Write);
            else
                Print(kinds);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <exception cref="UsageException">No such code.</exception>
    private static ProblemKind Find(string code) => ProblemCatalogue.Find(code.ToUpperInvariant())
        ?? throw new UsageException($"{DisplayText.Escape(code)}: no problem has this code");

    private static void Print(IReadOnlyList<ProblemKind> kinds)
    {
        var table = new Tables("CODE", "SEVERITY", "WHAT IS WRONG", "WHAT IT MEANS");
        foreach (ProblemKind kind in kinds)
            table.Row(kind.Code, kind.Words, kind.Meaning, kind.Consequence);
        table.Print();
    }
}
