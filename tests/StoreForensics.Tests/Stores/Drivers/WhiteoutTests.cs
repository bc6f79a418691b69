using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using static StoreForensics.Model.LayerEntryMeaning;

namespace StoreForensics.Tests.Stores.Drivers;

/// <summary>How each driver spells that a name was deleted, and that a directory hides what lies below it.</summary>
internal sealed class WhiteoutTests
{
    private static readonly MadeStore s_layer = Make();

    private static readonly Dictionary<string, IWhiteouts> s_drivers = new()
    {
        ["aufs"] = AufsWhiteouts.Instance,
        ["overlay"] = OverlayWhiteouts.Instance,
        ["fuse"] = FuseOverlayWhiteouts.Instance,
        ["none"] = NoWhiteouts.Instance,
    };

    [TestCase("f", Entry, Entry, Entry, Entry)]
    [TestCase(".wh.gone", Deletion, Entry, Deletion, Entry)]
    [TestCase(".wh.", Entry, Entry, Entry, Entry)]
    [TestCase("device", Entry, Deletion, Deletion, Entry)]
    [TestCase("tty", Entry, Entry, Entry, Entry)]
    [TestCase("marked/file", Entry, Deletion, Deletion, Entry)]
    [TestCase("marked/long", Entry, Entry, Entry, Entry)]
    [TestCase("unmarked/file", Entry, Entry, Entry, Entry)]
    [TestCase("named/.wh..wh..opq", OpaqueMarker, Entry, OpaqueMarker, Entry)]
    [TestCase("short/.wh..opq", Deletion, Entry, OpaqueMarker, Entry)]
    [TestCase(".wh..wh.plnk", Bookkeeping, Entry, Bookkeeping, Entry)]
    public void An_entry_means(string path, LayerEntryMeaning aufs, LayerEntryMeaning overlay, LayerEntryMeaning fuse, LayerEntryMeaning none) =>
        Assert.That(s_drivers.Values.Select(w => w.Classify(s_layer.Tree, Find(path), false)), Is.EqualTo(new[] { aufs, overlay, fuse, none }));

    /// <param name="directory">Marked by one of the spellings.</param>
    /// <param name="drivers">Those for which it hides what lies below.</param>
    [TestCase("named", "aufs fuse")]
    [TestCase("short", "fuse")]
    [TestCase("opaque", "overlay fuse")]
    [TestCase("rootless", "overlay fuse")]
    [TestCase("fused", "fuse")]
    [TestCase("marked", "")]
    [TestCase("unmarked", "")]
    public void A_directory_is_opaque(string directory, string drivers) =>
        Assert.That(string.Join(' ', s_drivers.Where(d => d.Value.IsOpaque(s_layer.Tree, Find(directory))).Select(d => d.Key)), Is.EqualTo(drivers));

    [TestCase("gone", "aufs fuse")]
    [TestCase("device", "overlay fuse")]
    [TestCase("f", "")]
    [TestCase("never", "")]
    public void A_deletion_is_found_by_the_name_that_it_deletes(string name, string drivers)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        Assert.That(string.Join(' ', s_drivers.Where(d => d.Value.FindDeletion(s_layer.Tree, 0, bytes) is var node && node != EvidenceTree.None
            && d.Value.DeletedName(s_layer.Tree, node).SequenceEqual(bytes)).Select(d => d.Key)), Is.EqualTo(drivers));
    }

    [Test]
    public void A_name_too_long_for_a_mark_has_none() =>
        Assert.That(s_drivers.Values.Select(w => w.FindDeletion(s_layer.Tree, 0, new byte[EvidenceTreeBuilder.MaxNameBytes])),
            Has.All.EqualTo(EvidenceTree.None));

    /// <summary>Marks of one inode have its time, not that of each deletion.</summary>
    [TestCase(".wh.gone", true)]
    [TestCase(".wh.linked", false)]
    [TestCase(".wh.other", false)]
    public void A_mark_of_several_names_tells_no_time(string path, bool hasTime) =>
        Assert.That(AufsWhiteouts.Instance.HasOwnTime(s_layer.Tree, Find(path)), Is.EqualTo(hasTime));

    [Test]
    public void A_renamed_directory_says_where_its_content_lies()
    {
        Assert.That(Encoding.ASCII.GetString(OverlayWhiteouts.Instance.Redirect(s_layer.Tree, Find("renamed"))), Is.EqualTo("/old/place"));
        Assert.That(FuseOverlayWhiteouts.Instance.Redirect(s_layer.Tree, Find("opaque")).IsEmpty, Is.True);
        Assert.That(((IWhiteouts)AufsWhiteouts.Instance).Redirect(s_layer.Tree, Find("renamed")).IsEmpty, Is.True);
    }

    [TestCase("trusted.overlay.opaque", "overlay fuse")]
    [TestCase("user.overlay.redirect", "overlay fuse")]
    [TestCase("user.fuseoverlayfs.opaque", "fuse")]
    [TestCase("user.mime", "")]
    [TestCase("security.capability", "")]
    public void Attributes_of_the_driver_are_its_own(string name, string drivers) =>
        Assert.That(string.Join(' ', s_drivers.Where(d => d.Value.IsOwnXattr(name)).Select(d => d.Key)), Is.EqualTo(drivers));

    private static int Find(string path) => s_layer.Tree.Find(EvidenceTree.Root, Encoding.ASCII.GetBytes(path));

    private static MadeStore Make() => new MadeStore()
        .File("f", "x").File(".wh.gone", "").File(".wh.", "").File(".wh..wh.plnk", "").File("named/.wh..wh..opq", "").File("short/.wh..opq", "")
        .File(".wh.linked", "").HardLink(".wh.other", ".wh.linked")
        .Put("device", Facts(EntryKind.CharDevice)).Put("tty", Facts(EntryKind.CharDevice, 5))
        .Put("marked", Facts(EntryKind.Directory, 0, ("trusted.overlay.opaque", "x")))
        .Put("marked/file", Facts(EntryKind.File, 0, ("trusted.overlay.whiteout", "y")), [])
        .Put("marked/long", Facts(EntryKind.File, 0, ("trusted.overlay.whiteout", "y")) with { Size = 1 }, [1])
        .Put("unmarked", Facts(EntryKind.Directory)).Put("unmarked/file", Facts(EntryKind.File, 0, ("trusted.overlay.whiteout", "y")), [])
        .Put("opaque", Facts(EntryKind.Directory, 0, ("trusted.overlay.opaque", "y")))
        .Put("rootless", Facts(EntryKind.Directory, 0, ("user.overlay.opaque", "y")))
        .Put("fused", Facts(EntryKind.Directory, 0, ("user.fuseoverlayfs.opaque", "y")))
        .Put("renamed", Facts(EntryKind.Directory, 0, ("trusted.overlay.redirect", "/old/place")));

    private static EntryMetadata Facts(EntryKind kind, uint device = 0, params (string Name, string Value)[] attributes) => new()
    {
        Kind = kind,
        DeviceMajor = device,
        Modified = new Timestamp(1_600_000_000, 0),
        Xattrs = attributes.Length == 0 ? null : [.. attributes.Select(a => new ExtendedAttribute(a.Name, Encoding.ASCII.GetBytes(a.Value)))],
    };
}
