using StoreForensics.Reports.Text;

namespace StoreForensics.Tests.Reports.Text;

public sealed class SecretMaskTests
{
    private static readonly SecretMask s_mask = new(show: false);

    [TestCase("DB_PASSWORD", true)]
    [TestCase("api.key", true)]
    [TestCase("AWS_ACCESS_KEY_ID", true)]
    [TestCase("SSH_KEYS", true)]
    [TestCase("GITHUB_TOKEN", true)]
    [TestCase("MYSQL_PWD", true)]
    [TestCase("client-secret", true)]
    [TestCase("PATH", false)]
    [TestCase("PIN", true)]
    [TestCase("DB_PW", true)]
    [TestCase("PWD", false)]
    [TestCase("OLDPWD", false)]
    [TestCase("SPINNER", false)]
    [TestCase("PINPW", false)]
    [TestCase("KEYBOARD", false)]
    [TestCase("keyserver", false)]
    [TestCase("", false)]
    public void Names(string name, bool secret) => Assert.That(SecretMask.IsSecretName(name), Is.EqualTo(secret));

    [TestCase("a PASSWORD=x b", "a PASSWORD=•••• (1 character) b")]
    [TestCase("PASSWORD='two words' rest", "PASSWORD=•••• (11 characters) rest")]
    [TestCase("PASSWORD=\"never closed", "PASSWORD=•••• (13 characters)")]
    [TestCase("run --password=x --token y z", "run --password=•••• (1 character) --token •••• (1 character) z")]
    [TestCase("run --password --user me", "run --password --user me")]
    [TestCase("ENV SECRET one two", "ENV SECRET •••• (7 characters)")]
    [TestCase("/bin/sh -c #(nop) ENV SECRET=one two", "/bin/sh -c #(nop) ENV SECRET=•••• (7 characters)")]
    [TestCase("ENV A=1 TOKEN=x y B=2", "ENV A=1 TOKEN=•••• (3 characters) B=2")]
    [TestCase("ENV A=1 && TOKEN=x y", "ENV A=1 && TOKEN=•••• (1 character) y")]
    [TestCase("PASSWORD= next", "PASSWORD= next")]
    [TestCase("apt-key adv --keyserver hkp://a", "apt-key adv --keyserver hkp://a")]
    [TestCase("cd PWD=/srv && DOOR_PIN=1234", "cd PWD=/srv && DOOR_PIN=•••• (4 characters)")]
    [TestCase("no names here", "no names here")]
    public void Commands(string command, string masked) => Assert.That(s_mask.Text(command), Is.EqualTo(masked));

    [Test]
    public void Entries_keep_the_first_equals_sign() => Assert.Multiple(() =>
    {
        Assert.That(s_mask.Entry("KEY=a=b"), Is.EqualTo(("KEY", "•••• (3 characters)", true)));
        Assert.That(s_mask.Entry("PATH=a=b"), Is.EqualTo(("PATH", "a=b", false)));
        Assert.That(new SecretMask(show: true).Entry("KEY=a=b"), Is.EqualTo(("KEY", "a=b", false)));
        Assert.That(s_mask.Entry("KEY="), Is.EqualTo(("KEY", "", false)));
        Assert.That(s_mask.Entry("NAME"), Is.EqualTo(("NAME", "", false)));
    });

    [Test]
    public void Values_are_masked_by_their_name_and_empty_ones_stay_empty()
    {
        Assert.That(s_mask.Value("TOKEN", "abc"), Is.EqualTo("•••• (3 characters)"));
        Assert.That(s_mask.Value("TOKEN", ""), Is.Empty);
        Assert.That(s_mask.Value("PATH", "/bin"), Is.EqualTo("/bin"));
        Assert.That(new SecretMask(show: true).Value("TOKEN", "abc"), Is.EqualTo("abc"));
        Assert.That(new SecretMask(show: true).Text("TOKEN=abc"), Is.EqualTo("TOKEN=abc"));
    }

    [Test, CancelAfter(5000)]
    public void Text_made_to_be_slow_is_not([Values("KEY= ", "ENV ", "TOKEN=\" ", "a=")] string piece) =>
        Assert.That(s_mask.Text(string.Concat(Enumerable.Repeat(piece, 20_000)) + "PASS"), Is.Not.Empty);
}
