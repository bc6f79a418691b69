using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Looking into the objects of the recorded sample.</summary>
internal sealed class LsTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");

    [Test]
    public void A_container_shows_its_own_changes_over_its_image()
    {
        string[] names = [.. Rows("web", "/etc/app").Select(row => row.Text("path")!)];
        Assert.Multiple(() =>
        {
            Assert.That(names, Is.EqualTo(new[] { "/etc/app/app.conf.bak" }), "app.conf was moved away in the container");
            Assert.That(Rows("shop/web:1.4", "/etc/app").Select(row => row.Text("path")), Is.EqualTo(new[] { "/etc/app/app.conf" }),
                "and the image has it; an opaque directory hides conf.d");
        });
    }

    [Test]
    public void An_entry_tells_its_layer_and_step()
    {
        JsonRow row = Rows("shop/web:1.4", "/etc/cron.d/.sysupdate").Single();
        Assert.Multiple(() =>
        {
            Assert.That(row.Number("step"), Is.EqualTo(19));
            Assert.That(row.Text("kind"), Is.EqualTo("file"));
            Assert.That(row.Text("layer"), Does.Match("^[0-9a-f]{64}$"));
            Assert.That(Rows("web", "/tmp/.x").Select(r => r.Text("step")), Is.All.Null, "what the container itself wrote has no step");
        });
    }

    [Test]
    public void A_layer_shows_its_own_files_only()
    {
        string layer = Rows("shop/web:1.4", "/etc/cron.d/.sysupdate").Single().Text("layer")!;
        string[] paths = [.. BuiltProgram.Run("ls", s_sample, layer, "--recursive", "--format", "json").MustExit(0).JsonRows().Select(row =>
            row.Text("path")!)];
        Assert.That(paths, Is.EqualTo(new[] { "/etc", "/etc/cron.d", "/etc/cron.d/.sysupdate", "/root", "/root/.ssh", "/root/.ssh/authorized_keys", "/usr",
            "/usr/lib", "/usr/lib/.dbus-helper" }));
    }

    [TestCase("no-such-object", "/", "no such image, container or layer")]
    [TestCase("web", "/no/such", "/no: no such path in this view")]
    [TestCase("web", "/../etc", "/..: no such path in this view")]
    [TestCase("web", "/bin/ls/x", "/bin/ls is a symlink to busybox; links are not followed")]
    public void What_is_not_there_is_a_wrong_call(string target, string path, string words) =>
        Assert.That(BuiltProgram.Run("ls", s_sample, target, path).MustExit(2).MustExplainItself().Errors, Does.Contain(words));

    private static IReadOnlyList<JsonRow> Rows(string target, string path) =>
        BuiltProgram.Run("ls", s_sample, target, path, "--format", "json").MustExit(0).JsonRows();
}
