using StoreForensics.Host;

namespace StoreForensics.Tests.Host;

/// <summary>Which directory is a host, and what its configuration says of data roots.</summary>
[TestFixture]
public sealed class HostRootTests
{
    [Test]
    public void DataRootAlone_HasNoHost() => Assert.That(new HostTree().Hosts(), Is.Empty);

    [Test]
    public void LayersEtc_IsNoHost() =>
        Assert.That(new HostTree().File("var/lib/docker/overlay2/abc/diff/etc/hostname", "layer\n").File("var/lib/docker/etc/passwd", "x").Hosts(), Is.Empty);

    [Test]
    public void TopThatIsADataRoot_HasNoHost() =>
        Assert.That(new HostTree("").File("overlay2/abc/diff/etc/hostname", "layer\n").File("aufs/etc/hostname", "layer\n").Hosts(), Is.Empty);

    [TestCase("var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/7/fs")]
    [TestCase("old/overlay2/abc/diff")]
    public void EngineWithinAnUnrecognisedLayer_HasNoHost(string layer) =>
        Assert.That(new HostTree(layer + "/var/lib/docker").File(layer + "/etc/hostname", "layer\n").Hosts(), Is.Empty);

    [Test]
    public void Partitions_AreEachConsidered()
    {
        var tree = new HostTree("gpt3/lib/docker");
        tree.File("gpt1/EFI/x", "").File("gpt2/etc/hostname", "web\n").File("gpt4/deep/etc/hostname", "not looked for\n");
        Assert.That(tree.Hosts().Select(h => $"{h.Root.Path} {h.Hostname}"), Is.EqualTo(["gpt2 web"]));
    }

    [Test]
    public void AncestorOfADataRoot_IsAHostHoweverDeep()
    {
        var tree = new HostTree("mnt/case/7/var/lib/docker");
        tree.File("mnt/case/7/etc/hostname", "web\n");
        Assert.That(tree.Host().Root.Path.ToString(), Is.EqualTo("mnt/case/7"));
    }

    [Test]
    public void EtcAsSymlink_IsNotFollowed()
    {
        var tree = new HostTree();
        tree.Link("etc", "private/etc").File("private/etc/hostname", "mac\n");
        Assert.That(tree.Hosts().Select(h => h.Root.Path.ToString()), Is.EqualTo(["private"]), "as a directory of its own only");
    }

    [Test]
    public void ManyHosts_AreCut()
    {
        var tree = new HostTree();
        for (int i = 0; i < 40; i++)
            tree.File($"p{i:00}/etc/passwd", "");
        Assert.That(tree.Hosts(), Has.Count.EqualTo(16));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0012"]));
    }

    [TestCase("etc/docker/daemon.json", "{\"data-root\": \"/srv/docker\"}")]
    [TestCase("etc/docker/daemon.json", "{\"graph\": \"/srv/docker/\"}")]
    [TestCase("etc/default/docker", "DOCKER_OPTS=\"-g /srv/docker\"")]
    [TestCase("etc/default/docker", "DOCKER_OPTS='--graph=/srv/docker --dns 1.1.1.1'")]
    [TestCase("usr/lib/systemd/system/docker.service", "ExecStart=/usr/bin/dockerd --data-root /srv/docker -H fd://")]
    public void NamedDataRootThatIsNone_IsAWarning(string file, string text)
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("srv/docker/containerd/x", "").File(file, text).Host();
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Severity} {p.Origin.Path}"), Is.EqualTo([$"SF-HOST-0011 Warning {file}"]));
    }

    [TestCase("srv/docker")]
    [TestCase("srv/docker/100000.100000")]
    public void NamedDataRootThatIsOne_IsNoWarning(string root)
    {
        var tree = new HostTree(root);
        tree.File("etc/passwd", "").File("etc/docker/daemon.json", "{\"data-root\": \"/srv/docker\", \"exec-root\": \"/etc\"}").Host();
        Assert.That(tree.Codes, Is.Empty);
    }

    [Test]
    public void NamedDataRootOutsideTheEvidence_IsNoWarning()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("etc/docker/daemon.json", "{\"data-root\": \"/../../srv/docker\", \"graph\": [[[]]]}").Host();
        Assert.That(tree.Codes, Is.Empty);
    }

    [Test]
    public void SnapsDataRootThatIsNone_IsAWarning()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/snap/docker/common/var-lib-docker/tmp/x", "").Host();
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0011"]));
    }

    [TestCase("dockerd --data-root=/a -g /b -g=/c --graph /d", "/a /b /c /d")]
    [TestCase("dockerd --data-root $ROOT --graph", "")]
    [TestCase("dockerd -g relative -gg /x", "")]
    public void Options_AreRead(string line, string paths) => Assert.That(string.Join(' ', DataRootHints.Options(line)), Is.EqualTo(paths));
}
