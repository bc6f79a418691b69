using System.Globalization;
using StoreForensics.Cases;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Bodyfile;

/// <summary>
/// The timeline as a Sleuth Kit bodyfile (version 3) for mactime: one row an event, whole seconds, the time in the column that it belongs to (m, a, c or b;
/// what is no time of a file in m). Events before 1970 are left out, since the format has no negative times.
/// </summary>
public sealed class BodyfileWriter : IReportWriter
{
    public string Name => "bodyfile";

    public string Extension => ".body";

    public string? Write(Case subject, Stream target)
    {
        var buffer = new StreamBuffer(target);
        var row = new BodyfileRow(subject, buffer);
        long leftOut = 0;
        foreach (TimelineEvent e in subject.Timeline.Events())
        {
            if (e.Time.Seconds < 0)
                leftOut++;
            else
                row.Write(e);
        }
        buffer.Flush();
        if (leftOut == 0)
            return null;
        string events = leftOut == 1 ? "1 event" : string.Create(CultureInfo.InvariantCulture, $"{leftOut} events");
        return $"{events} before 1970 left out: a bodyfile cannot hold such times.";
    }
}
