using StoreForensics.Evidence;
using StoreForensics.Ingest.FileSystems.Erofs;
using StoreForensics.Primitives;
using StoreForensics.Tests.Ingest.FileSystems.Erofs;

namespace StoreForensics.Tests.Ingest.FileSystems;

/// <summary>A directory of which names could not be read says so, and no other does.</summary>
public sealed class LostNamesTests
{
    [Test]
    public void Only_the_directory_that_was_hit_lacks_names()
    {
        byte[] image = ErofsFixtures.Image("inline");
        using (ReadErofs whole = ReadErofs.Of(image, new ProblemLog()))
        {
            Assert.That(Lacking(whole.Tree), Is.Empty);
            // The inode of one file of a directory is no kind of file any more.
            image.AsSpan(((int)whole.Inode("few/inner") * ErofsLayout.SlotBytes) + 4, 2).Clear();
        }
        var problems = new ProblemLog();
        using ReadErofs files = ReadErofs.Of(image, problems);
        Assert.That(Lacking(files.Tree), Is.EqualTo(new[] { "few" }));
        Assert.That(problems.DamageTold, Is.EqualTo(1));
    }

    private static string[] Lacking(EvidenceTree tree) =>
        [.. Enumerable.Range(0, tree.Count).Where(n => tree[n].LacksNames).Select(n => tree.PathOf(n).ToString())];
}
