using System.Globalization;
using FsCheck.Fluent;
using StoreForensics.Findings.Contents;

namespace StoreForensics.Tests.Findings.Contents;

/// <summary>Differences of texts, as <c>diff -u</c> writes them without its head.</summary>
public sealed class LineDifferenceTests
{
    // The output of GNU diff 3.8, `diff -u`, from its third line on.
    [TestCase("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nD\ne\nf\ng\nh\n", "@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+D\n e\n f\n g\n")]
    [TestCase("", "one\ntwo\n", "@@ -0,0 +1,2 @@\n+one\n+two\n")]
    [TestCase("one\n", "", "@@ -1 +0,0 @@\n-one\n")]
    [TestCase("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", "1\nx\n3\n4\n5\n6\n7\n8\n9\n10\n11\ny\n",
        "@@ -1,5 +1,5 @@\n 1\n-2\n+x\n 3\n 4\n 5\n@@ -9,4 +9,4 @@\n 9\n 10\n 11\n-12\n+y\n")]
    [TestCase("same\n", "same\n", "")]
    public void As_diff_writes_it(string before, string after, string expected) =>
        Assert.That(LineDifference.Of(before, after), Is.EqualTo(expected));

    [Test]
    public void Patching_by_it_gives_the_other_text() => FsCheck.Check.One(
        FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Texts(), Texts(), (before, after) => Patched(before, LineDifference.Of(before, after)) == after));

    [Test]
    public void What_is_too_long_to_compare_counts_as_replaced()
    {
        string before = Lines(1, 1500), after = Lines(2000, 1500);
        string difference = LineDifference.Of(before, after);
        Assert.That(difference, Does.StartWith("@@ -1,1500 +1,1500 @@\n-1\n"));
        Assert.That(Patched(before, difference), Is.EqualTo(after));
    }

    private static string Lines(int from, int count) =>
        string.Concat(Enumerable.Range(from, count).Select(n => n.ToString(CultureInfo.InvariantCulture) + "\n"));

    private static FsCheck.Arbitrary<string> Texts() =>
        Arb.From(Gen.Choose(0, 4).Select(n => ((char)('a' + n)) + "\n").ListOf().Select(lines => string.Concat(lines)));

    private static string Patched(string before, string difference)
    {
        string[] old = before.Split('\n')[..^1];
        var result = new List<string>();
        int at = 0;
        foreach (string line in difference.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] == '@')
            {
                string[] range = line.Split(' ')[1][1..].Split(',');
                int from = int.Parse(range[0], CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                while (at < from)
                    result.Add(old[at++]);
            }
            else if (line[0] == '+')
                result.Add(line[1..]);
            else
            {
                Assert.That(line[1..], Is.EqualTo(old[at]));
                if (line[0] == ' ')
                    result.Add(old[at]);
                at++;
            }
        }
        result.AddRange(old[at..]);
        return string.Concat(result.Select(l => l + "\n"));
    }
}
