using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using StoreForensics.Findings.Patterns;

namespace StoreForensics.Tests.Findings;

[TestFixture]
internal sealed class PathGlobTests
{
    [TestCase("/etc/cron*", "/etc/crontab", true)]
    [TestCase("/etc/cron*", "/etc/cron.d/x", false)]
    [TestCase("/etc/cron*/**", "/etc/cron.d/x", true)]
    [TestCase("**/x.php", "/a/b/x.php", true)]
    [TestCase("**/x.php", "/x.php", true)]
    [TestCase("**/x.php", "/a/bx.php", false)]
    [TestCase("/a?c", "/abc", true)]
    [TestCase("/a?c", "/a/c", false)]
    [TestCase("/a", "/a/", false)]
    public void Matches(string glob, string path, bool expected) => Assert.That(new PathGlob(glob).Matches(Encoding.UTF8.GetBytes(path)), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("x")]
    [TestCase("*x")]
    public void Refuses(string glob) => Assert.Throws<FormatException>(() => _ = new PathGlob(glob));

    /// <summary>Against the same pattern as a regular expression of the platform.</summary>
    [Test]
    public void Matches_as_a_regular_expression_would() => Prop.ForAll(Arbitrary("/ab*?"), Arbitrary("/ab"), (glob, path) =>
    {
        string pattern = "^" + Regex.Replace(Regex.Escape("/" + glob), @"\\\*\\\*|\\\*|\\\?", m => m.Value.Length == 4 ? "[^\\0]*" : m.Value == "\\*" ? "[^/]*"
            : "[^/]") + "$";
        return new PathGlob("/" + glob).Matches(Encoding.UTF8.GetBytes("/" + path)) == Regex.IsMatch("/" + path, pattern, RegexOptions.Singleline);
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever the index leaves out does not match.</summary>
    [Test]
    public void An_index_leaves_out_nothing_that_matches() => Prop.ForAll(Arbitrary("/ab*?."), Arbitrary("/ab."), (glob, path) =>
    {
        var index = new PathIndex();
        var pattern = new PathGlob("/" + glob);
        index.Add(pattern, 1);
        var found = new List<int>();
        index.Find(Encoding.UTF8.GetBytes("/" + path), found);
        return found.Contains(1) || !pattern.Matches(Encoding.UTF8.GetBytes("/" + path));
    }).QuickCheckThrowOnFailure();

    [Test]
    public void A_pattern_that_is_meant_to_hang_does_not()
    {
        byte[] path = Encoding.UTF8.GetBytes("/" + new string('a', 4000));
        Assert.That(new PathGlob("/" + string.Concat(Enumerable.Repeat("*a", 200)) + "b").Matches(path), Is.False);
    }

    private static Arbitrary<string> Arbitrary(string letters) =>
        Gen.Elements(letters.ToCharArray()).ArrayOf().Select(c => new string(c)).Where(t => t.Length < 60).ToArbitrary();
}
