using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Layered;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>A layer of a driver that keeps whole trees holds what differs from the layer below, in <c>ls</c> and <c>cat</c> as everywhere else.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class WholeTreeLayerTests
{
    private static string Tar => LayeredEvidence.Attic.Tar;

    [Test]
    public void Ls_lists_what_the_step_added_and_changed()
    {
        var disagreements = new Disagreements();
        foreach (JsonRow step in BuiltProgram.Run("history", Tar, "acme/web:7", "--changes", "--format", "json").MustExit(0).JsonRows().Where(row =>
            row.Text("layer") is not null))
        {
            var expected = step.Objects("changes").Where(change => change.Text("change") != "D").Select(change => change.Text("path")!);
            var own = BuiltProgram.Run("ls", Tar, step.Text("layer")!, "--recursive", "--format", "json").MustExit(0).JsonRows().Select(row =>
                row.Text("path")!);
            disagreements.SameSortedSet($"files of step {step.Text("step")}", expected, own);
        }
        disagreements.AssertNone();
    }

    [TestCase("/etc/conf.d/one", 2)]
    [TestCase("/bin/busybox", 1)]
    public void Cat_gives_a_version_for_every_layer_that_changed_the_file(string path, int versions)
    {
        string text = BuiltProgram.Run("cat", Tar, "acme/web:7", path, "--all-versions").MustExit(0).Text;
        Assert.That(text.Split("==> layer ").Length - 1, Is.EqualTo(versions));
    }

    [Test]
    public void Ls_of_a_directory_in_a_layer_lists_its_children_only()
    {
        string layer = BuiltProgram.Run("history", Tar, "acme/web:7", "--format", "json").MustExit(0).JsonRows().First(row =>
            row.Text("layer") is not null).Text("layer")!;
        Assert.Multiple(() =>
        {
            Assert.That(Paths(layer, "/"), Is.EqualTo(new[] { "/etc" }));
            Assert.That(Paths(layer, "/etc/conf.d/"), Is.EqualTo(new[] { "/etc/conf.d/one" }));
            Assert.That(Paths(layer, "/bin"), Is.Empty, "nothing in it was changed");
        });
    }

    private static string[] Paths(string layer, string path) =>
        [.. BuiltProgram.Run("ls", Tar, layer, path, "--format", "json").MustExit(0).JsonRows().Select(row => row.Text("path")!)];
}
