using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Tests.Views;

/// <summary>Files of which a layer holds the metadata alone (overlayfs metacopy) have the bytes of the version below.</summary>
[TestFixture]
internal sealed class FileContentTests
{
    [Test]
    public void The_version_below_has_the_bytes() =>
        Assert.That(Content(new TestLayer("2").Directory("etc").MetadataOnly("etc/a", 3).Over(Base()), "/etc/a"), Is.EqualTo("abc"));

    [Test]
    public void Several_layers_may_hold_metadata_alone()
    {
        Layer middle = new TestLayer("2").Directory("etc").MetadataOnly("etc/a", 3).Over(Base());
        Assert.That(Content(new TestLayer("3").Directory("etc").MetadataOnly("etc/a", 3).Over(middle), "/etc/a"), Is.EqualTo("abc"));
    }

    [TestCase("/etc/a")]
    [TestCase("a")]
    public void A_file_that_was_renamed_says_where_they_were(string redirect) =>
        Assert.That(Content(new TestLayer("2").Directory("etc").MetadataOnly("etc/b", 3, redirect).Over(Base()), "/etc/b"), Is.EqualTo("abc"));

    [Test]
    public void A_directory_that_was_renamed_is_followed() =>
        Assert.That(Content(new TestLayer("2").Directory("new", ("trusted.overlay.redirect", "/etc")).MetadataOnly("new/a", 3).Over(Base()), "/new/a"),
            Is.EqualTo("abc"));

    [Test]
    public void Without_a_version_below_there_are_none()
    {
        Layer top = new TestLayer("2").Directory("etc").MetadataOnly("etc/gone", 3).Over(Base());
        Assert.That(FileContent.Of(Entry(top, "/etc/gone")), Is.Null);
        using var source = new ViewSource("2", ViewDirectory.RootOf(top)!);
        int node = source.Tree.Find(0, "etc/gone"u8);
        Assert.That(Assert.Throws<EvidenceFormatException>(() => source.Open(node))!.Code, Is.EqualTo("SF-VIEW-0005"));
    }

    [Test]
    public void A_redirect_to_itself_ends() =>
        Assert.That(FileContent.Of(Entry(new TestLayer("2").Directory("etc").MetadataOnly("etc/x", 3, "/etc/x").Over(Base()), "/etc/x")), Is.Null);

    private static Layer Base() => new TestLayer("1").Directory("etc").File("etc/a", "abc").Over(null);

    private static ViewEntry Entry(Layer top, string path) => ViewListing.Find(ViewDirectory.RootOf(top)!, TestLayer.Bytes(path));

    private static string Content(Layer top, string path)
    {
        ViewEntry bytes = FileContent.Of(Entry(top, path))!.Value;
        using var reader = new StreamReader(bytes.Layer.Files!.Source.Open(bytes.Node));
        return reader.ReadToEnd();
    }
}
