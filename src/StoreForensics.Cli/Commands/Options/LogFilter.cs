using System.CommandLine;
using System.Globalization;
using StoreForensics.Logs;
using StoreForensics.Primitives;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>The options of <c>docker logs</c> that choose lines.</summary>
internal sealed class LogFilter
{
    private const string EveryLine = "all";

    private readonly Option<string?> _since = new("--since") { Description = "Lines from this time on (RFC 3339 or a date, UTC)", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Lines before this time; a bare date means the end of that day", HelpName = "TIME" };
    private readonly Option<string> _tail = new("--tail", "-n")
    {
        Description = "The last lines only",
        DefaultValueFactory = _ => EveryLine,
        HelpName = "NUMBER",
    };
    private readonly Option<bool> _times = new("--timestamps", "-t") { Description = "Times too; they always are there", Hidden = true };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_since, _until, _tail, _times])
            command.Add(option);
    }

    /// <summary>Tells of wrong values before the evidence is read.</summary>
    /// <exception cref="UsageException">One is.</exception>
    public void Check(ParseResult call) => _ = (Since(call), Until(call), Tail(call));

    /// <summary>The lines that are asked for. A line without a time is in no span of time.</summary>
    public IEnumerable<LogLine> Of(ParseResult call, IEnumerable<LogLine> lines)
    {
        (Timestamp? since, Timestamp? until) = (Since(call), Until(call));
        if (since is not null)
            lines = lines.Where(l => l.Time >= since);
        if (until is not null)
            lines = lines.Where(l => l.Time < until);
        return Tail(call) is int last ? Last(lines, last) : lines;
    }

    // Each line's text is valid until the next is read.
    private static IEnumerable<LogLine> Last(IEnumerable<LogLine> lines, int number)
    {
        var kept = new Queue<LogLine>();
        foreach (LogLine line in lines)
        {
            kept.Enqueue(line with { Text = line.Text.ToArray() });
            if (kept.Count > number)
                kept.Dequeue();
        }
        return kept;
    }

    private Timestamp? Since(ParseResult call) => TimeText.Parse(call.GetValue(_since), endOfDay: false, "--since");

    private Timestamp? Until(ParseResult call) => TimeText.Parse(call.GetValue(_until), endOfDay: true, "--until");

    private int? Tail(ParseResult call) => call.GetValue(_tail) switch
    {
        EveryLine => null,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => number,
        var other => throw new UsageException($"--tail takes a number or all, not {DisplayText.Escape(other)}"),
    };
}
