using System.CommandLine;
using StoreForensics.Findings;
using StoreForensics.Findings.Indicators;
using StoreForensics.Findings.Patterns;
using StoreForensics.Primitives;
using StoreForensics.Reports.Indicators;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>What to look for, same everywhere.</summary>
internal sealed class FindingOptions
{
    private readonly Option<string[]> _rules = Files("--rules", "Rules beside the built-in ones: a YAML file or a directory of them (docs/rules.md)");
    private readonly Option<string[]> _indicators = Files("--ioc", "Indicators to look for: one a line (SHA-256, SHA-1, MD5, path, domain, address or text), or an .iocs.csv, STIX file or case");
    private readonly Option<string[]> _known = Files("--known",
        "Digests of stock files, one a line or as a table (NSRL): findings about their content are left out");

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_rules, _indicators, _known])
            command.Add(option);
    }

    /// <summary>Whether any is given.</summary>
    public bool AreGiven(ParseResult call) => ((Option<string[]>[])[_rules, _indicators, _known]).Any(o => call.GetValue(o) is { Length: > 0 });

    /// <param name="call">The call.</param>
    /// <param name="isSure">Whether they will be used: then the built-in rules are read at once, beside the evidence.</param>
    /// <exception cref="UsageException">A file is not as it must be.</exception>
    public FindingsOptions Read(ParseResult call, bool isSure = true)
    {
        try
        {
            string[] rules = call.GetValue(_rules) ?? [], indicators = call.GetValue(_indicators) ?? [], known = call.GetValue(_known) ?? [];
            GivenFile.CheckAll([.. rules, .. known]);
            var options = new FindingsOptions
            {
                Indicators = indicators.Length == 0 ? null : Lists(indicators),
                Known = known.Length == 0 ? null : KnownFiles.At(known),
            };
            if (rules.Length > 0)
                return options with { Rules = RuleLibrary.Load(rules) };
            if (isSure)
                RuleLibrary.Prepare();
            return options;
        }
        catch (RuleFileException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <summary>Plain lists, and what this program or others collected.</summary>
    /// <exception cref="UsageException">One cannot be read, or is broken.</exception>
    public static IndicatorList Lists(IReadOnlyList<string> paths)
    {
        IndicatorList list = IndicatorList.Empty;
        var plain = new List<string>();
        foreach (string path in paths)
        {
            string name = DisplayText.Escape(path);
            GivenFile.Check(path);
            try
            {
                if (IndicatorFile.Read(path) is not { } items)
                    plain.Add(path);
                else
                    list = list.With(items.Select(i => (i.Kind, i.Value, i.Note, i.Line)), name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                throw new UsageException($"{name}: {DisplayText.Escape(e.Message)}");
            }
        }
        try
        {
            return list.And(IndicatorList.Load(plain));
        }
        catch (RuleFileException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description + "; repeatable", HelpName = "FILE" };
}
