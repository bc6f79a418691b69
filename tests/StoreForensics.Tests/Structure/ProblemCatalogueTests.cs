using StoreForensics.Primitives.Catalogue;
using StoreForensics.Reports.Text;

namespace StoreForensics.Tests.Structure;

/// <summary>The catalogue of problems, the places that record them, the tests that raise them and the manual say the same.</summary>
public sealed class ProblemCatalogueTests
{
    [Test]
    public void Every_code_in_the_sources_is_in_the_catalogue() =>
        Assert.That(ProblemSources.Raised.Where(c => ProblemCatalogue.Find(c) is null).Order(StringComparer.Ordinal), Is.Empty);

    [Test]
    public void Every_code_in_the_catalogue_is_raised_somewhere() =>
        Assert.That(ProblemCatalogue.All.Select(k => k.Code).Where(c => !ProblemSources.Raised.Contains(c)), Is.Empty);

    [Test]
    public void Every_code_is_raised_in_a_test() =>
        Assert.That(ProblemCatalogue.All.Select(k => k.Code).Where(c => !ProblemSources.Tested.Contains(c)), Is.Empty);

    [Test]
    public void A_code_is_recorded_with_the_severities_of_the_catalogue_only()
    {
        (string Code, string Severity)[] recorded = [.. ProblemSources.Recorded()];
        Assert.That(recorded.Where(r => ProblemCatalogue.Find(r.Code) is { } kind && kind.Severities.All(s => s.ToString() != r.Severity)).Distinct(),
            Is.Empty);
        Assert.That(recorded, Has.Length.GreaterThan(200), "places looked at");
    }

    [Test]
    public void No_two_codes_mean_the_same_and_each_says_so_in_sentences()
    {
        Assert.That(ProblemCatalogue.All.GroupBy(k => (k.Area, k.Meaning)).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty);
        Assert.That(ProblemCatalogue.All.Where(k => !k.Meaning.EndsWith('.') || !k.Consequence.EndsWith('.')
            || !k.Severities.SequenceEqual(k.Severities.Order().Distinct())).Select(k => k.Code), Is.Empty);
    }

    [Test]
    public void The_manual_lists_the_problems_as_they_are()
    {
        string path = Path.Combine(Checkout.Root, "docs", "problems.md");
        string text = File.ReadAllText(path), list = ProblemManual.Write(ProblemCatalogue.All);
        const string Mark = "<!-- The list below is made by `storeforensics problems --format markdown`. -->\n";
        string head = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        if (Checkout.IsUpdate)
            File.WriteAllText(path, head + list);
        Assert.That(File.ReadAllText(path), Is.EqualTo(head + list));
    }
}
