using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>A file whose metadata alone a container copied up: its bytes are those of the version below.</summary>
internal sealed class OverlayMetacopyTests
{
    private const string Layer = "0c19b6c56111ac95bebf40c4c078db66cec62480d4baf107b294927c104b098b";

    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [Test]
    public void The_content_is_that_of_the_version_below()
    {
        string copy = CaseInput.Of("overlay-metacopy");
        byte[] script = BuiltProgram.Run("cat", s_sample, "shop/web:1.4", "/app/start.sh").MustExit(0).Output;
        string target = ScratchFolder.Session.File("metacopy");

        ProgramRun own = BuiltProgram.Run("cat", copy, "web", "/app/start.sh", "--layer", Layer).MustExit(0);
        BuiltProgram.Run("extract", copy, "web", "/app", "-o", target + "/").MustExit(0);

        Assert.Multiple(() =>
        {
            Assert.That(script, Has.Length.EqualTo(497));
            Assert.That(BuiltProgram.Run("cat", copy, "web", "/app/start.sh").MustExit(0).Output, Is.EqualTo(script));
            Assert.That(File.ReadAllBytes(Path.Combine(target, "app", "start.sh")), Is.EqualTo(script));
            Assert.That(BuiltProgram.Run("ls", "-l", copy, "web", "/app/start.sh").MustExit(0).Text, Does.StartWith("-rwsr-xr-x ").And.Contains(" 497 "));
            Assert.That(BuiltProgram.Run("diff", copy, "web").MustExit(0).Text.Split('\n'), Does.Contain("C /app/start.sh"));
            Assert.That(own.Output, Is.Empty, "the layer holds no bytes of it");
            Assert.That(own.Errors, Does.Contain("SF-VIEW-0005"));
        });
    }
}
