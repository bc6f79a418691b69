using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Model;
using StoreForensics.Tests.Views;
using StoreForensics.Views;

namespace StoreForensics.Tests.Findings;

/// <summary>Podman adds the user as whom a container runs to its lists; whoever else adds a line is somebody else.</summary>
[TestFixture]
internal sealed class EngineAccountsTests
{
    private const string Users = "root:x:0:0:root:/root:/bin/sh\n", Groups = "root:x:0:\n";

    [TestCase("etc/passwd", Users + "cook:*:1000:1000::/:/bin/sh\n", "1000:1000", "containers-storage", true)]
    [TestCase("etc/group", Groups + "cook:x:1000:cook\n", "1000:1000", "containers-storage", true)]
    [TestCase("etc/passwd", Users + "cook:*:1000:1000::/:/bin/sh\n", "1000:1000", "layered", false)]
    [TestCase("etc/passwd", Users + "cook:x:1000:1000::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    [TestCase("etc/passwd", Users + "cook::1000:1000::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    [TestCase("etc/passwd", Users + "toor:*:0:0::/:/bin/sh\n", "0", "containers-storage", false)]
    [TestCase("etc/passwd", Users + "cook:*:1001:1000::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    [TestCase("etc/passwd", Users + "cook:*:1000:1000::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    [TestCase("etc/passwd", "root::0:0:root:/root:/bin/sh\ncook:*:1000:1000::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    [TestCase("etc/passwd", Users + "cook:*:1000:1000::/:/bin/sh\n", null, "containers-storage", false)]
    [TestCase("etc/shadow", Users + "cook:*:1000:1000::/:/bin/sh\n", "1000:1000", "containers-storage", false)]
    public void A_line(string path, string text, string? user, string era, bool expected)
    {
        Layer below = new TestLayer("below").File(path, path == "etc/group" ? Groups : Users).Over(null);
        Layer own = new TestLayer("own").File(path, text).Over(below);
        var container = new Container
        {
            Id = new string('a', 64),
            Store = new StoreInfo { Name = "overlay", Driver = "overlay", Era = era, Root = default },
            Origin = default,
            Config = new ContainerConfig { User = user },
        };
        byte[] name = TestLayer.Bytes(path);
        var content = new EntryRef(own.Files!.Source, own.Files.Tree.Find(own.Files.Root, name));
        var before = new ViewEntry(below, below.Files!.Tree.Find(below.Files.Root, name));
        Assert.That(EngineAccounts.Explain(container, TestLayer.Bytes("/" + path), content, before), Is.EqualTo(expected));
    }
}
