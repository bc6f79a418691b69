using System.CommandLine;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Output;
using StoreForensics.Findings.Patterns;
using StoreForensics.Model;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Commands;

/// <summary><c>rules list</c> and <c>rules check FILE...</c>.</summary>
internal static class RulesCommand
{
    public static Command Build() => new("rules", "The rules behind findings: list them, check files of your own") { List(), Check() };

    private static Command List()
    {
        Option<string> format = TableFormat.Option();
        format.Description += "; markdown writes the page of the manual";
        var options = new FindingOptions();
        var command = new Command("list", "Every rule: when it fires, how severe it is, its ATT&CK techniques") { format };
        options.AddTo(command);
        command.SetAction(call =>
        {
            IReadOnlyList<RuleDescription> rules = options.Read(call).Rules.Describe();
            if (call.GetValue(format) == "markdown")
                Console.Out.Write(RuleManual.Write(rules));
            else if (TableFormat.IsJson(call, format))
                TableFormat.PrintLines(rules, RuleJson.Write);
            else
                Print(rules);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(IReadOnlyList<RuleDescription> rules)
    {
        var table = new Tables("RULE", "SEVERITY", "WHEN", "ATT&CK");
        foreach (RuleDescription rule in rules)
            table.Row(rule.Id, rule.IsEnabled ? string.Join(", ", rule.Severities.Select(s => s.Word())) : "off", rule.When, string.Join(' ', rule.Attack));
        table.Print();
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Rule files, or directories of them", Arity = ArgumentArity.OneOrMore };
        var command = new Command("check", "Reads rule files and runs their examples; exit code 2 when anything is wrong") { files };
        command.SetAction(call =>
        {
            GivenFile.CheckAll(call.GetValue(files)!);
            IReadOnlyList<string> faults = RuleFiles.Check(call.GetValue(files)!);
            foreach (string fault in faults)
                Console.Error.WriteLine("storeforensics: " + fault);
            if (faults.Count == 0)
                Console.Out.WriteLine("all rules are in order");
            return faults.Count == 0 ? ExitCodes.Done : ExitCodes.Usage;
        });
        return command;
    }
}
