using StoreForensics.Ingest.FileSystems;

namespace StoreForensics.Tests.Ingest.FileSystems;

internal sealed class ContentHandleTests
{
    [TestCase(0, 0L)]
    [TestCase(0, ContentHandle.MaxContent)]
    [TestCase(7, 12L)]
    [TestCase(ContentHandle.MaxFileSystems - 1, ContentHandle.MaxContent)]
    public void Both_numbers_come_back(int fileSystem, long content)
    {
        long place = new ContentHandle(fileSystem, content).DataOffset;
        Assert.That(place, Is.Not.Negative);
        ContentHandle handle = ContentHandle.Of(place);
        Assert.That((handle.FileSystem, handle.Content), Is.EqualTo((fileSystem, content)));
    }

    [TestCase(-1, 0L)]
    [TestCase(0, -1L)]
    [TestCase(ContentHandle.MaxFileSystems, 0L)]
    [TestCase(0, ContentHandle.MaxContent + 1)]
    public void What_does_not_fit_is_refused(int fileSystem, long content) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new ContentHandle(fileSystem, content));

    /// <summary>Files are read in the order of their places: one file system after the other.</summary>
    [Test]
    public void A_file_system_lies_behind_the_one_before() =>
        Assert.That(new ContentHandle(1, 0).DataOffset, Is.GreaterThan(new ContentHandle(0, ContentHandle.MaxContent).DataOffset));

    [Test]
    public void Every_file_system_has_a_name_of_its_own()
    {
        string[] names = [.. FileSystemReaders.All.SelectMany(r => r.Names)];
        Assert.That(names, Is.Not.Empty);
        Assert.That(names, Is.Unique);
    }
}
