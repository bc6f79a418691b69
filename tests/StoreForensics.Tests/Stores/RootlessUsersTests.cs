using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Stores;

namespace StoreForensics.Tests.Stores;

/// <summary>Which ids a rootless engine's containers had, from the host's own files.</summary>
[TestFixture]
internal sealed class RootlessUsersTests
{
    private const string Root = "home/tender/.local/share/docker";

    [Test]
    public void NothingInsideIsTheUserAndTheRestIsSubordinate()
    {
        UserNamespace? users = Read(Store().File("etc/subuid", "root:100000:65536\ntender:231072:65536\n").File("etc/subgid", "tender:300000:10\n"));
        Assert.Multiple(() =>
        {
            Assert.That(users?.UidInContainer(1002), Is.Zero);
            Assert.That(users?.UidInContainer(231072), Is.EqualTo(1));
            Assert.That(users?.UidInContainer(231072 + 65535), Is.EqualTo(65536));
            Assert.That(users?.UidInContainer(231072 + 65536), Is.EqualTo(IdMap.Nobody));
            Assert.That(users?.UidInContainer(0), Is.EqualTo(IdMap.Nobody));
            Assert.That(users?.GidInContainer(1003), Is.Zero);
            Assert.That(users?.GidInContainer(300009), Is.EqualTo(10));
            Assert.That(users?.GidInContainer(300010), Is.EqualTo(IdMap.Nobody));
        });
    }

    [Test]
    public void SeveralRangesFollowEachOther()
    {
        UserNamespace? users = Read(Store().File("etc/subuid", "1002:500:2\ntender:x:9\nbad\ntender:900:3").File("etc/subgid", "1002:500:2"));
        Assert.That(new uint?[] { users?.UidInContainer(501), users?.UidInContainer(900), users?.UidInContainer(902), users?.UidInContainer(903) },
            Is.EqualTo(new uint?[] { 2, 3, 5, IdMap.Nobody }));
    }

    [Test]
    public void TheNameIsThatOfThePasswordFile()
    {
        MadeStore store = Store().File("etc/passwd", "root:x:0:0::/:/bin/sh\nwaiter:x:1002:1003::/home/tender:/bin/sh\n")
            .File("etc/subuid", "tender:1:1\nwaiter:700:5\n").File("etc/subgid", "waiter:700:5\n");
        Assert.That(Read(store)?.UidInContainer(700), Is.EqualTo(1));
    }

    [TestCase("somebody:231072:65536\n")]
    [TestCase("tender:231072:0\n")]
    [TestCase("tender:231072:4294967295\n")]
    [TestCase("")]
    public void WithoutARangeTheOwnersStayAndANoteSaysSo(string ranges)
    {
        MadeStore store = Store().File("etc/subuid", ranges).File("etc/subgid", "tender:231072:65536\n");
        Assert.That(Read(store), Is.Null);
        Assert.That(store.Codes, Is.EqualTo(new[] { "SF-STORE-0012" }));
    }

    [Test]
    public void AnEngineOfRootHasNone()
    {
        var store = new MadeStore();
        store.Put(Root, Directory(0, 0)).File("etc/subuid", "root:1:9\n").File("etc/subgid", "root:1:9\n");
        Assert.That(Read(store), Is.Null);
        Assert.That(store.Codes, Is.Empty);
    }

    private static MadeStore Store() => new MadeStore().Put(Root, Directory(1002, 1003));

    private static EntryMetadata Directory(uint uid, uint gid) => new() { Kind = EntryKind.Directory, Mode = 0x1c0, Uid = uid, Gid = gid };

    private static UserNamespace? Read(MadeStore store) =>
        new RootlessUsers(new EvidenceFiles(store, store.Problems), store.Tree.Find(EvidenceTree.Root, System.Text.Encoding.UTF8.GetBytes(Root))).Read();
}
