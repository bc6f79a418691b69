using System.Text;
using StoreForensics.Formats.GoJson;

namespace StoreForensics.Tests.Formats.GoJson;

/// <summary>encoding/json of Go, fold.go and its test.</summary>
[TestFixture]
internal sealed class GoFieldNameTests
{
    [TestCase("Privileged", true)]
    [TestCase("privileged", true)]
    [TestCase("PRIVILEGED", true)]
    [TestCase(@"\u0070rivileged", true)]
    [TestCase("Privilege", false)]
    [TestCase("Privileged ", false)]
    [TestCase("Privilegéd", false)]
    [TestCase(@"\ud800", false)]
    [TestCase("", false)]
    public void A_field_is_matched_in_any_case(string key, bool matches) =>
        Assert.That(GoFieldName.Matches(Encoding.UTF8.GetBytes(key), "Privileged"u8), Is.EqualTo(matches));

    [TestCase("maſKedPathS", true)]
    [TestCase(@"ma\u017f\u212aedPaths", true)]
    [TestCase("MaſkedPath", false)]
    [TestCase("MaskedPathsſ", false)]
    public void Two_letters_beyond_ASCII_fold_into_it(string key, bool matches) =>
        Assert.That(GoFieldName.Matches(Encoding.UTF8.GetBytes(key), "MaskedPaths"u8), Is.EqualTo(matches));

    [Test]
    public void Signs_do_not_fold() => Assert.That(GoFieldName.Matches("docker_versio@"u8, "docker_versio`"u8), Is.False);
}
