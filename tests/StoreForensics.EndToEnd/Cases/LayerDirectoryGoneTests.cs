using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Cases;

/// <summary>The directory of one layer is missing, and nothing else.</summary>
internal sealed class LayerDirectoryGoneTests
{
    private static string Input => CaseInput.Of("layer-directory-gone");

    [Test]
    public void The_layer_is_missing_and_no_neighbour_is_accused()
    {
        string errors = BuiltProgram.Run("info", Input).MustExit(4).Errors;
        Assert.Multiple(() =>
        {
            Assert.That(errors, Does.Contain("SF-LAYER-0002").And.Contain("SF-OVERLAY-0002"));
            Assert.That(errors, Does.Not.Contain("SF-OVERLAY-0006").And.Not.Contain("SF-LAYER-0005").And.Not.Contain("altered"));
        });
    }

    [Test]
    public void Views_go_on_without_it_and_say_so()
    {
        ProgramRun run = BuiltProgram.Run("ls", Input, "shop/web:1.4", "/").MustExit(4);
        Assert.That(run.Text, Does.Contain("etc"));
        Assert.That(run.Errors, Does.Contain("1ff8181d020f"));
    }
}
