using System.Text.RegularExpressions;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The stores explained: which file holds what, each with an example out of this evidence. Stores of one kind are explained once.</summary>
internal static partial class LayoutSection
{
    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        IReadOnlyList<LayoutFact> facts = context.Case.Layout.Value;
        if (facts.Count == 0)
            yield break;
        yield return new Heading(1, "Where a store keeps what", Sections.Layout);
        yield return new Paragraph(LayoutText.Opening, ParagraphRole.Note);
        var explained = new Dictionary<(string, string), StoreInfo>();
        foreach (IGrouping<StoreInfo, LayoutFact> store in facts.GroupBy(f => f.Store))
        {
            yield return new Heading(2, CaseFormat.Cut(LayoutText.Heading(store.Key), 120));
            if (explained.TryGetValue((store.Key.Era, store.Key.Driver), out StoreInfo? same))
            {
                yield return new Paragraph("Laid out as " + CaseFormat.Cut(DisplayText.Escape(same.Name), 80) + " is; info --layout has its own examples.");
                continue;
            }
            explained.Add((store.Key.Era, store.Key.Driver), store.Key);
            string root = store.Key.Root.Path.IsEmpty ? "" : store.Key.Root.Path + "/";
            yield return new DataTable([new Column("What", 130), new Column("Where, below the root, and what it says there", 360)],
                store.Select(f => Row(f, DisplayText.Escape(root), context)), TableLook.Compact);
        }
    }

    private static TableRow Row(LayoutFact fact, string root, ReportContext context)
    {
        string place = LayoutText.Place(fact), count = LayoutText.Count(fact);
        string below = place.StartsWith(root, StringComparison.Ordinal) ? place[root.Length..] : place;
        return new TableRow(
        [
            [fact.Title, .. count.Length == 0 ? [] : (Span[])[Span.LineBreak, Span.Muted(count)]],
            [fact.Says, Span.LineBreak, Span.Mono(CaseFormat.Cut(Elided(below), ReportLimits.Text)), new Span("   "),
                Span.Muted(context.Secrets.Text(CaseFormat.Cut(Elided(LayoutText.Read(fact)), ReportLimits.Text)))],
        ]);
    }

    // Twelve digits tell one from another; info --layout has them whole.
    private static string Elided(string text) => FullId().Replace(text, "$1…");

    [GeneratedRegex("([0-9a-f]{12})[0-9a-f]{52}")]
    private static partial Regex FullId();
}
