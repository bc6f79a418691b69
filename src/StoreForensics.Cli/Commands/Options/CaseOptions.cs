using System.CommandLine;
using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>Case details for the reports.</summary>
internal sealed class CaseOptions
{
    private readonly Option<string?> _case = new("--case") { Description = "Case name or number", HelpName = "TEXT" };
    private readonly Option<string?> _examiner = new("--examiner") { Description = "Who examined", HelpName = "TEXT" };
    private readonly Option<string?> _evidenceId = new("--evidence-id") { Description = "The evidence's number", HelpName = "TEXT" };
    private readonly Option<string?> _note = new("--note") { Description = "A remark", HelpName = "TEXT" };
    private readonly Option<string?> _date = new("--date")
    {
        Description =
        "The report's date (default: SOURCE_DATE_EPOCH, else none; the clock is never read)",
        HelpName = "DATE"
    };
    private readonly Option<string?> _timezone = new("--timezone") { Description = "Time zone of reports for people (default UTC)", HelpName = "ZONE" };

    private readonly Option<string?> _notes = new("--notes")
    {
        Description = "Tags and notes that the HTML report exported: exhibits in the PDF, and in the HTML again",
        HelpName = "FILE"
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_case, _examiner, _evidenceId, _note, _date, _timezone, _notes])
            command.Add(option);
    }

    public CaseDetails Read(ParseResult call) => new()
    {
        CaseName = call.GetValue(_case),
        Examiner = call.GetValue(_examiner),
        EvidenceId = call.GetValue(_evidenceId),
        Note = call.GetValue(_note),
        Date = Date(call.GetValue(_date)) ?? FromEpoch(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH")),
        TimeZone = Zone(call.GetValue(_timezone)),
        Notes = call.GetValue(_notes) is { } notes ? ReadNotes(notes) : null,
    };

    // As typed: a report of a day need not name an hour.
    private static string? Date(string? typed) => TimeText.Parse(typed, endOfDay: false, "--date") is null ? null : typed;

    private static ExaminerNotes ReadNotes(string path)
    {
        try
        {
            return ExaminerNotes.Parse(StyleOption.ReadAll(path, ExaminerNotes.LargestFile));
        }
        catch (UsageException e)
        {
            throw new UsageException($"--notes {DisplayText.Escape(path)}: {e.Message}");
        }
    }

    private static string? FromEpoch(string? seconds) =>
        long.TryParse(seconds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && new Timestamp(value, 0).IsUsable
            ? new Timestamp(value, 0).ToString()[..10]
            : null;

    private static TimeZoneInfo Zone(string? name)
    {
        if (name is null)
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone
            : throw new UsageException($"--timezone: {DisplayText.Escape(name)} is no time zone known here");
    }
}
