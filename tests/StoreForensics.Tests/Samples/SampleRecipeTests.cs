using System.Security.Cryptography;
using System.Text;
using SampleRecipes;

namespace StoreForensics.Tests.Samples;

[TestFixture]
[TestFixtureSource(nameof(Names))]
public sealed class SampleRecipeTests(string name)
{
    private static readonly string[] Names = [Program.Ubuntu, Program.Webshop];

    [Test]
    public void Recipe_reproduces_the_committed_archive_byte_for_byte()
    {
        byte[] committed = SampleArchive.ReadFile(name, name + ".tar.gz");
        Assert.That(Program.Pack(name).AsSpan().SequenceEqual(committed), Is.True);
    }

    [Test]
    public void Published_digest_is_that_of_the_archive()
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(SampleArchive.ReadFile(name, name + ".tar.gz")));
        string published = Encoding.ASCII.GetString(SampleArchive.ReadFile(name, "SHA256SUMS"));
        string index = Encoding.UTF8.GetString(SampleArchive.ReadFile(".", "README.md"));
        Assert.That(published, Is.EqualTo($"{digest}  {name}.tar.gz\n"));
        Assert.That(index, Does.Contain(digest));
    }

    [Test]
    public void Archive_stays_small() =>
        Assert.That(SampleArchive.ReadFile(name, name + ".tar.gz"), Has.Length.LessThan(100_000));
}
