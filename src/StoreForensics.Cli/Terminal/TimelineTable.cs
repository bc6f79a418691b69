using System.Globalization;
using System.Text;
using StoreForensics.Cases;
using StoreForensics.Primitives;
using StoreForensics.Reports;
using StoreForensics.Timeline;

namespace StoreForensics.Cli.Terminal;

/// <summary>
/// The timeline for eyes: time to the millisecond (UTC), type, whose, and what happened; tags after it. On a narrow terminal what happened has lines of its
/// own. Everything else of an event is in the CSV that a file or a pipe gets.
/// </summary>
/// <param name="width">Of the terminal; null for a file, whose lines are not broken.</param>
internal sealed class TimelineTable(int? width) : IReportWriter
{
    private const int TimeWidth = 23, TypeWidth = 20, WhoseWidth = 24, Gap = 2, Indent = 4;

    // What happened needs as many places beside the rest.
    private const int NarrowestText = 40;

    private static readonly int s_before = TimeWidth + TypeWidth + WhoseWidth + (3 * Gap);

    public string Name => "table";

    public string Extension => ".txt";

    public string? Write(Case subject, Stream target)
    {
        using var lines = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        bool isNarrow = width < s_before + NarrowestText;
        lines.WriteLine(Head("TIME (UTC)", "EVENT", "OF", isNarrow ? "" : "WHAT").TrimEnd());
        foreach (TimelineEvent e in subject.Timeline.Events())
            Write(lines, e, isNarrow);
        return null;
    }

    private void Write(StreamWriter lines, TimelineEvent e, bool isNarrow)
    {
        string what = DisplayText.Escape(e.Message.Span) + (e.Tag.Length == 0 ? "" : $"  [{DisplayText.Escape(e.Tag)}]");
        string head = Head(Time(e.Time), e.Type.Name(), Whose(e.Subject), "");
        if (isNarrow)
            lines.WriteLine(head.TrimEnd());
        string before = isNarrow ? new string(' ', Indent) : head;
        IEnumerable<string> broken = width is int places ? TextWidth.Lines(what, Math.Max(NarrowestText / 2, places - (isNarrow ? Indent : s_before))) : [what];
        foreach (string line in broken)
        {
            lines.WriteLine(before + line);
            before = new string(' ', isNarrow ? Indent : s_before);
        }
    }

    private static string Head(string time, string type, string whose, string what) =>
        Cell(time, TimeWidth) + Cell(type, TypeWidth) + Cell(whose, WhoseWidth) + what;

    private static string Cell(string text, int width)
    {
        string cut = TextWidth.Of(text) <= width ? text : TextWidth.Lines(text, width - 1).First() + "…";
        return cut + new string(' ', Math.Max(0, width - TextWidth.Of(cut)) + Gap);
    }

    private static string Time(Timestamp time)
    {
        string full = time.ToString();
        int clock = full.IndexOf('T', StringComparison.Ordinal), point = full.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? full.Replace('T', ' ').TrimEnd('Z') : $"{full[..clock]} {full[(clock + 1)..(point + 4)]}";
    }

    // The container before its image, and how many there are besides.
    private static string Whose(EventSubject subject)
    {
        IReadOnlyList<string> names = subject.Containers.Count > 0 ? subject.Containers : subject.Images;
        string more = names.Count < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $" +{names.Count - 1}");
        return names.Count == 0 ? "" : TextWidth.Lines(DisplayText.Escape(names[0]), WhoseWidth - more.Length).First() + more;
    }
}
