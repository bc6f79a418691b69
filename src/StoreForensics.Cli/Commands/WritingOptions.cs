using System.CommandLine;
using StoreForensics.Cli.Output;

namespace StoreForensics.Cli.Commands;

/// <summary>How outputs are spelled.</summary>
internal sealed class WritingOptions
{
    private readonly Option<bool> _bom = new("--bom") { Description = "CSV with a byte order mark" };
    private readonly Option<bool> _rawCsv = new("--raw-csv") { Description = "CSV cells as they are, even if a spreadsheet would run them" };
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Values of variables that look like secrets in reports for people" };

    public void AddTo(Command command)
    {
        command.Add(_bom);
        command.Add(_rawCsv);
        command.Add(_showSecrets);
    }

    public ReportWriters Writers(ParseResult call, Func<string, string?>? templates = null) =>
        new(call.GetValue(_bom), call.GetValue(_rawCsv), call.GetValue(_showSecrets), templates);
}
