using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Tests.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>When something was deleted is the time of the mark, never of what was deleted.</summary>
public sealed class DeletionMarkTests
{
    [TestCase("/var/gone", 77L)]
    [TestCase("/var/aufs", 78L)]
    [TestCase("/top", 79L)]
    [TestCase("/var/kept", null)]
    [TestCase("/var/never", null)]
    [TestCase("/nowhere/x", null)]
    [TestCase("/", null)]
    public void Is_the_marks_own(string path, long? seconds)
    {
        Layer layer = new TestLayer("a").Directory("var").Whiteout("var/gone", 77).File("var/.wh.aufs", "", time: 78).File(".wh.top", "", time: 79)
            .File("var/kept", "words", time: 80).Over(null);

        Assert.That(DeletionMark.TimeOf(layer, TestLayer.Bytes(path))?.Seconds, Is.EqualTo(seconds));
    }

    /// <summary>A whole tree has no marks: what is not in it says nothing of when it went.</summary>
    [Test]
    public void A_whole_tree_has_none()
    {
        Layer layer = new TestLayer("a").Directory("var").Whiteout("var/gone", 77).Over(null, isWholeTree: true);
        Assert.That(DeletionMark.TimeOf(layer, "/var/gone"u8), Is.Null);
    }
}
