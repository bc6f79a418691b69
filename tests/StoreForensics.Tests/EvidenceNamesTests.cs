namespace StoreForensics.Tests;

public sealed class EvidenceNamesTests
{
    [TestCase(new[] { "a", "b" }, new[] { "a", "b" })]
    [TestCase(new[] { "a", "a", "b", "a" }, new[] { "a", "a#2", "b", "a#3" })]
    [TestCase(new[] { "a", "a", "a#2" }, new[] { "a", "a#3", "a#2" }, Description = "what is typed keeps its name")]
    [TestCase(new[] { "a#2", "a", "a", "a#2" }, new[] { "a#2", "a", "a#3", "a#2#2" })]
    public void No_two_are_called_the_same(string[] paths, string[] names) => Assert.That(EvidenceNames.Of(paths), Is.EqualTo(names));
}
