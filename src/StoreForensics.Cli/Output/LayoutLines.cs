using System.Globalization;
using StoreForensics.Cli.Terminal;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Reports.Text;

namespace StoreForensics.Cli.Output;

/// <summary><c>info --layout</c> for people: an article of short paragraphs, store by store.</summary>
internal static class LayoutLines
{
    private const int Indent = 4;
    private const int WidestText = 120;

    public static void Print(TextWriter target, IReadOnlyList<LayoutFact> facts, int width)
    {
        int room = Math.Min(width, WidestText);
        if (facts.Count == 0)
            target.WriteLine("no file of a store is known here");
        else
            Lines(target, LayoutText.Opening, "", room);
        foreach (IGrouping<StoreInfo, LayoutFact> store in facts.GroupBy(f => f.Store))
        {
            target.WriteLine();
            Lines(target, LayoutText.Heading(store.Key), "", room);
            int number = 0;
            foreach (LayoutFact fact in store)
                Print(target, fact, ++number, room);
        }
    }

    // Paths and values are not broken, so that they can be copied.
    private static void Print(TextWriter target, LayoutFact fact, int number, int width)
    {
        string count = LayoutText.Count(fact);
        target.WriteLine();
        target.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number,2}. {fact.Title}{(count.Length > 0 ? $" ({count})" : "")}"));
        Lines(target, fact.Says, new string(' ', Indent), width);
        target.WriteLine(new string(' ', Indent) + LayoutText.Place(fact));
        target.WriteLine(new string(' ', Indent) + "→ " + LayoutText.Read(fact));
    }

    private static void Lines(TextWriter target, string text, string before, int width)
    {
        foreach (string line in TextWidth.Lines(text, width - before.Length))
            target.WriteLine(before + line);
    }
}
