using System.Globalization;
using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>The story as a picture: lanes, marks that lead to their findings, and ties.</summary>
internal sealed class StoryModel(ReportScope scope)
{
    private const int LabelWidth = 250;
    private const int Width = 1000;
    private const int RowHeight = 26;
    private const int MostNames = 2;
    private const int MostLabels = 5;
    private const int MostChars = 33;
    private const int TimeWidth = 150;

    /// <summary>Null where there is no story.</summary>
    public ScriptObject? Describe()
    {
        if (scope.Case.Story is not { } story)
            return null;
        Finding[] findings = [.. scope.Case.Findings ?? []];
        int columns = story.Columns.Count;
        return new ScriptObject
        {
            ["width"] = Width,
            ["height"] = (story.Lanes.Count * RowHeight) + 24,
            ["axis"] = (story.Lanes.Count * RowHeight) + 16,
            ["lanes"] = story.Lanes.Select((lane, row) => Lane(lane, row, columns, findings)).ToArray(),
            ["ties"] = story.Ties.Select(tie => Tie(tie, columns, story)).ToArray(),
            ["times"] = Times(story, columns).ToArray(),
            ["legend"] = story.Ties.Select(t => t.Word).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(w => $"{w}: {StoryWords.Of(w)}").ToArray(),
            ["more"] = story.MoreLanes > 0 ? ReportNumber.Count(story.MoreLanes) : null,
        };
    }

    private static int X(int column, int columns) => LabelWidth + 10 + ((Width - LabelWidth - 20) * column / Math.Max(1, columns - 1));

    private static int Middle(int row) => (row * RowHeight) + (RowHeight / 2);

    private IEnumerable<ScriptObject> Times(StoryPicture story, int columns)
    {
        int step = Math.Max(1, (columns + MostLabels - 1) / MostLabels), free = 0;
        for (int i = 0; i < columns; i += step)
        {
            int x = Math.Min(X(i, columns), Width - TimeWidth + 20);
            if (x < free)
                continue;
            free = x + TimeWidth;
            yield return new ScriptObject { ["x"] = x, ["text"] = scope.Time.ToSecond(story.Columns[i]) };
        }
    }

    private ScriptObject Lane(SwimLane lane, int row, int columns, Finding[] findings)
    {
        int from = X(lane.From ?? lane.Marks[0].Column, columns), to = X(Math.Max(lane.To ?? (columns - 1), lane.Marks[^1].Column), columns);
        string[] names = [.. lane.Names.OrderBy(n => n.Contains('@', StringComparison.Ordinal)).Select(n => scope.Case.Label(n, lane.Evidence))];
        string label = string.Join(", ", names.Take(MostNames)) + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
        return new ScriptObject
        {
            ["y"] = Middle(row),
            ["text_y"] = Middle(row) + 4,
            ["label"] = label.Length > MostChars ? label[..(MostChars - 1)] + "…" : label,
            ["whole"] = string.Join(", ", names),
            ["kind"] = lane.IsContainer ? "container" : "image",
            ["from"] = from,
            ["length"] = Math.Max(2, to - from),
            ["marks"] = lane.Marks.Select(mark => new ScriptObject
            {
                ["x"] = X(mark.Column, columns) - 6,
                ["y"] = Middle(row) - 6,
                ["level"] = FindingModel.Level(mark.Severity),
                ["href"] = "#" + FindingModel.Anchor(Array.IndexOf(findings, mark.Findings[0])),
                ["title"] = string.Join("; ", mark.Findings.Take(4).Select(f => $"{f.Severity.Word()}: {f.Title}"))
                    + (mark.Findings.Count > 4 ? string.Create(CultureInfo.InvariantCulture, $" and {mark.Findings.Count - 4} more") : ""),
            }).ToArray(),
        };
    }

    private static ScriptObject Tie(LaneTie tie, int columns, StoryPicture story)
    {
        int place = story.Ties.TakeWhile(t => !ReferenceEquals(t, tie)).Count(t => t.Column == tie.Column);
        int x = X(tie.Column, columns) - 10 - (place * 5), from = Middle(tie.From), to = Middle(tie.To), head = to > from ? -6 : 6;
        return new ScriptObject
        {
            ["path"] = string.Create(CultureInfo.InvariantCulture, $"M{x} {from}V{to}M{x - 3} {to + head}L{x} {to}L{x + 3} {to + head}"),
            ["word"] = tie.Word,
            ["title"] = $"{tie.Word}: {StoryWords.Of(tie.Word)}",
        };
    }
}
