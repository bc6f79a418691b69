using System.CommandLine;
using StoreForensics.Cli.Output;
using StoreForensics.Reports.Pdf.Styles;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>How outputs are spelled.</summary>
internal sealed class WritingOptions
{
    private readonly Option<bool> _bom = new("--bom") { Description = "CSV with a byte order mark" };
    private readonly Option<bool> _rawCsv = new("--raw-csv") { Description = "CSV cells as they are, even if a spreadsheet would run them" };
    private readonly Option<bool> _ecs = new("--ecs")
    {
        Description =
        "JSON Lines with the field names of the Elastic Common Schema (@timestamp, event.action, file.path)"
    };
    private readonly Option<bool> _showSecrets = new("--show-secrets") { Description = "Values of variables that look like secrets in reports for people" };

    public void AddTo(Command command)
    {
        command.Add(_bom);
        command.Add(_rawCsv);
        command.Add(_ecs);
        command.Add(_showSecrets);
    }

    /// <param name="call">The call.</param>
    /// <param name="evidence">Where scratch files go.</param>
    /// <param name="style">Of the PDF; null: the usual one.</param>
    /// <param name="templates">Of the HTML, by name; null: the built-in ones.</param>
    public ReportWriters Writers(ParseResult call, EvidenceOptions evidence, HouseStyle? style = null, Func<string, string?>? templates = null) =>
        new(new WritingChoices
        {
            Bom = call.GetValue(_bom),
            RawCsv = call.GetValue(_rawCsv),
            Ecs = IsEcs(call),
            ShowSecrets = call.GetValue(_showSecrets),
            Style = style,
            Templates = templates,
            ScratchDirectory = call.GetValue(evidence.ScratchDirectory),
        });

    public bool ShowsSecrets(ParseResult call) => call.GetValue(_showSecrets);

    public bool IsEcs(ParseResult call) => call.GetValue(_ecs);
}
