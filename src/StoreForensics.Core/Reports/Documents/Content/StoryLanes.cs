using StoreForensics.Model;
using StoreForensics.Reports.Documents.Content.Chapters;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content;

/// <summary>The story as a picture: who was concerned, in which order, and what led from one to the other.</summary>
internal sealed class StoryLanes(ReportContext context)
{
    private const int MostLabels = 5;

    private readonly FindingSubjects _subjects = new(context);

    public IEnumerable<Block> Blocks()
    {
        if (context.Case.Story is not { } story)
            yield break;
        yield return new Paragraph(Span.Bold("Who was concerned, in the order of time"), ParagraphRole.Label);
        yield return new Lanes("Images and containers with weighing findings, each a lane, in the order of time", [.. Labels(story)],
            [.. story.Lanes.Select(lane => Row(lane, story.Columns.Count - 1))],
            [.. story.Ties.Select(t => new RowTie(t.From, t.To, SignOf(t.Word), t.Column))]);
        yield return new Paragraph(Legend(story), ParagraphRole.Note);
    }

    /// <summary>The letter of a tie.</summary>
    public static string SignOf(string word) => word[..1].ToUpperInvariant();

    private static string Legend(StoryPicture story)
    {
        string[] ties = [.. story.Ties.Select(t => t.Word).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(w => $"{SignOf(w)}: {StoryWords.Of(w)}")];
        return "Squares are findings of medium severity and above, those without a time of their own where the thing was made; the columns are moments "
            + "in their order, not durations."
            + (ties.Length == 0 ? "" : $" {string.Join("; ", ties)}.")
            + (story.MoreLanes > 0 ? $" {CaseFormat.Count(story.MoreLanes)} more images and containers have no room here." : "");
    }

    // As many as have room, the last among them.
    private IEnumerable<string> Labels(StoryPicture story)
    {
        int step = Math.Max(1, (story.Columns.Count + MostLabels - 1) / MostLabels);
        return story.Columns.Select((time, i) => i % step == 0 ? context.Format.Second(time) : "");
    }

    private LaneRow Row(SwimLane lane, int last) => new(
        _subjects.Names(lane.Evidence, lane.Names, most: 2), lane.IsContainer, lane.From ?? lane.Marks[0].Column,
        Math.Max(lane.To ?? last, lane.Marks[^1].Column), [.. lane.Marks.Select(m => (m.Column, FindingsSection.Of(m.Severity)))]);
}
