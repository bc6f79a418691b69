using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Text;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>What <c>history --changes</c> says of each change, before and after.</summary>
internal sealed class ChangeNoteTests
{
    private const long Later = TestLayer.Time + 60;

    private static readonly Layer s_base = new TestLayer("base").Directory("d").File("d/f", "old").Symlink("d/l", "a").Over(null);

    [TestCase("touched", "C /d/f  mtime 2020-09-13T12:26:40.000000005Z → 2020-09-13T12:27:40.000000005Z (only touched, or rewritten with the same content)")]
    [TestCase("re-moded", "C /d/f  mode 0644 → 0755 (only re-moded)")]
    [TestCase("re-owned", "C /d/f  owner 0:0 → 7:0 (only re-owned)")]
    [TestCase("re-owned and re-moded", "C /d/f  mode 0644 → 0755, owner 0:0 → 7:0 (content unchanged)")]
    [TestCase("kept time", "C /d/f  size 3 B → 5 B (content changed, modification time kept)")]
    [TestCase("changed", "C /d/f  mtime 2020-09-13T12:26:40.000000005Z → 2020-09-13T12:27:40.000000005Z, content differs")]
    [TestCase("link", "C /d/l  target a → b")]
    [TestCase("directory", "C /d/f  file 0644 0:0 3 B 2020-09-13T12:26:40.000000005Z → dir 0755 0:0 2020-09-13T12:26:40Z (was a file)")]
    [TestCase("deleted", "D /d/f  file 0644 0:0 3 B 2020-09-13T12:26:40.000000005Z")]
    [TestCase("added", "A /d/n  file 4755 0:0 1 B 2020-09-13T12:26:40.000000005Z")]
    [TestCase("renamed", "A /e  dir 0755 0:0 2020-09-13T12:26:40Z (renamed from /d)")]
    public void A_change_is_told_with_what_it_amounts_to(string what, string line)
    {
        var top = new TestLayer("top");
        Layer layer = (what switch
        {
            "touched" => top.File("d/f", "old", time: Later),
            "re-moded" => top.File("d/f", "old", mode: 0x1ed),
            "re-owned" => top.File("d/f", "old", uid: 7),
            "re-owned and re-moded" => top.File("d/f", "old", mode: 0x1ed, uid: 7),
            "kept time" => top.File("d/f", "newer"),
            "changed" => top.File("d/f", "new", time: Later),
            "link" => top.Symlink("d/l", "b"),
            "directory" => top.Directory("d/f"),
            "deleted" => top.Whiteout("d/f"),
            "renamed" => top.Directory("e", ("trusted.overlay.redirect", "d")).Whiteout("d"),
            _ => top.File("d/n", "n", mode: 0x9ed),
        }).Over(s_base);
        var problems = new ProblemLog();
        ContentDigests digests = ContentDigests.Of(LayerChanges.Pairs([layer]), problems);
        string[] lines = [.. LayerChanges.Of(layer).Select(c => ChangeText.Of(c, digests))];
        Assert.That(lines, Has.Member(line));
        Assert.That(what is "renamed" || lines[0] == "C /d", Is.True, "a directory that is listed for what is inside has no facts");
    }
}
