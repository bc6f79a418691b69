using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

internal sealed class ChainIdsTests
{
    private const string One = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string Two = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    // printf '%s %s' "$one" "$two" | sha256sum, and so on
    private const string OneTwo = "sha256:9932074217c35353d2e03a3f5a86549f7c67bfeb0ba53e23d69f4d4c8f7958f5";
    private const string OneTwoOne = "sha256:cc68b5999b6e49875d65ff354334e05c43e65a3921cab7ff95f6385e3390e63a";

    [Test]
    public void A_base_layers_chain_is_its_diff() => Assert.That(ChainIds.Of(null, One), Is.EqualTo(One));

    [Test]
    public void A_chain_is_the_digest_of_the_chain_below_and_the_diff()
    {
        Assert.That(ChainIds.Of(One, Two), Is.EqualTo(OneTwo));
        Assert.That(ChainIds.Of([One, Two, One]), Is.EqualTo(new[] { One, OneTwo, OneTwoOne }));
        Assert.That(ChainIds.Of([]), Is.Empty);
    }

    [TestCase("", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase("abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void A_digest_says_of_which_kind_it_is(string text, string digest) =>
        Assert.That(ChainIds.Digest(System.Text.Encoding.ASCII.GetBytes(text)), Is.EqualTo(digest));
}
