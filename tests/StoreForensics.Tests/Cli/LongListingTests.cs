extern alias cli;

using cli::StoreForensics.Cli.Terminal;

namespace StoreForensics.Tests.Cli;

/// <summary>Permissions as POSIX's ls prints them.</summary>
public sealed class LongListingTests
{
    [TestCase(0x1ED, "rwxr-xr-x")]
    [TestCase(0x9ED, "rwsr-xr-x")]
    [TestCase(0x9A4, "rwSr--r--")]
    [TestCase(0x5ED, "rwxr-sr-x")]
    [TestCase(0x3FF, "rwxrwxrwt")]
    [TestCase(0x3FE, "rwxrwxrwT")]
    [TestCase(0, "---------")]
    [TestCase(null, "?????????")]
    public void Letters(int? mode, string expected) => Assert.That(LongListing.Permissions(mode), Is.EqualTo(expected));
}
