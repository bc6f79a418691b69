using System.Security.Cryptography;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Bytes out of the recorded sample.</summary>
internal sealed class CatTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [Test]
    public void A_file_is_as_the_container_left_it() =>
        Assert.That(Cat("web", "/etc/crontab").Text, Is.EqualTo("SHELL=/bin/sh\n* * * * * root /tmp/.x/kworkerd\n"));

    /// <summary>The digest of busybox in the package that the sample's README names, taken with sha256sum from the unpacked archive.</summary>
    [Test]
    public void A_large_file_comes_out_whole() =>
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(Cat("shop/web:1.4", "/bin/busybox").Output)),
            Is.EqualTo("3d9f2889d6782537624a4e1a10e68a2ddd53e0ee8bac02676f27308f42ec6bf6"));

    [Test]
    public void What_a_later_step_deleted_is_still_in_the_layer_below()
    {
        Assert.That(BuiltProgram.Run("cat", s_sample, "web", "/var/log/auth.log").MustExit(2).MustExplainItself().Output, Is.Empty);
        Assert.That(Cat("web", "/var/log/auth.log", "--all-versions").Text,
            Does.Match(@"\A==> layer [0-9a-f]{64}, step 1, modified 2024-01-15T08:00:00\.000000000Z <==\nsshd\[77\]: Accepted password for root\n\z"));
    }

    [Test]
    public void Every_version_is_there_newest_first_and_each_by_its_layer()
    {
        string[] lines = Cat("web", "/etc/passwd", "--all-versions").Text.Split('\n');
        string[] layers = [.. lines.Where(line => line.StartsWith("==> ", StringComparison.Ordinal)).Select(line => line.Split(' ', ',')[2])];
        Assert.Multiple(() =>
        {
            Assert.That(layers, Has.Length.EqualTo(3));
            Assert.That(lines.Count(line => line.StartsWith("toor:", StringComparison.Ordinal)), Is.EqualTo(1),
                "only the container has the intruder's account");
            Assert.That(Cat("web", "/etc/passwd", "--layer", layers[0]).Text, Does.Contain("toor:"));
            Assert.That(Cat("web", "/etc/passwd", "--layer", layers[1][..12]).Text, Does.Contain("www-data:").And.Not.Contain("toor:"));
        });
    }

    [TestCase("/bin/ls", "is a symlink, not a regular file")]
    [TestCase("/etc", "is a dir, not a regular file")]
    public void Other_things_are_a_wrong_call(string path, string words) =>
        Assert.That(BuiltProgram.Run("cat", s_sample, "web", path).MustExit(2).MustExplainItself().Errors, Does.Contain(words));

    [Test]
    public void Bytes_that_went_by_on_a_pipe_are_said_to_be_gone() =>
        Assert.That(BuiltProgram.RunFed(s_sample, "cat", "-", "web", "/etc/crontab").MustExit(4).MustExplainItself().Errors,
            Does.Contain("give the archive as a file"));

    private static ProgramRun Cat(params string[] rest) => BuiltProgram.Run(["cat", s_sample, .. rest]).MustExit(0);
}
