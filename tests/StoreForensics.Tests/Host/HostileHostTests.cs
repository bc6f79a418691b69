using System.Text;
using StoreForensics.Host;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Tests.Host;

/// <summary>Files that mean harm: too large, too long, too many, compressed without end, of the wrong kind, not text.</summary>
[TestFixture]
public sealed class HostileHostTests
{
    [Test]
    public void HugeConfiguration_IsANoteAndUnknown()
    {
        var tree = new HostTree();
        tree.File("etc/passwd"u8.ToArray(), []).File("etc/hostname"u8.ToArray(), [], size: long.MaxValue).File("etc/docker/daemon.json"u8.ToArray(), [],
            size: 1L << 40);
        HostFacts host = tree.Host();
        Assert.That(host.Hostname, Is.Null);
        Assert.That(host.DaemonJson, Is.Null);
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0003", "SF-HOST-0003"]));
    }

    [Test]
    public void ManyLines_AreCutWithANote()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/syslog", string.Concat(Enumerable.Range(0, 201).Select(i => $"{i} docker\n"))).File("var/log/messages",
            string.Concat(Enumerable.Repeat("docker\n", 200)));
        Assert.That(tree.Host().LogLines, Has.Count.EqualTo(400));
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}"), Is.EqualTo(["SF-HOST-0007 var/log/syslog"]));
    }

    [Test]
    public void LongLine_IsOneLineCut()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/syslog", "docker " + new string('x', 200_000) + " docker\nnext docker\n");
        HostFacts host = tree.Host();
        Assert.That(host.LogLines.Select(l => (l.Line, l.Bytes.Length)), Is.EqualTo(new (int?, int)[] { (1, 16 << 10), (2, 11) }));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0005"]));
    }

    [Test]
    public void LogThatUnpacksWithoutEnd_IsCut()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/syslog.1.gz", HostTree.Gzip("docker\n" + new string('\n', 4 << 20)));
        Assert.That(tree.Host(new HostLimits { LogBytes = 1 << 20 }).LogLines, Has.Count.EqualTo(1));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0006"]));
    }

    [Test]
    public void AllTexts_ShareABound()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/auth.log", new string('\n', 900)).File("var/log/syslog", new string('\n', 900) + "docker\n");
        Assert.That(tree.Host(new HostLimits { TotalBytes = 1000 }).LogLines, Is.Empty);
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}"), Is.EqualTo(["SF-HOST-0006 var/log/syslog"]));
    }

    [Test]
    public void DamagedGzip_IsDamageAndKeepsWhatCame()
    {
        byte[] packed = HostTree.Gzip("docker one\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i * 7919 % 10007}\n")));
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/syslog.1.gz",
            [.. packed[..(packed.Length / 2)], .. Enumerable.Repeat((byte)0xff, 64)]).File("var/log/syslog.2.gz", HostTree.Gzip("docker two\n"));
        Assert.That(tree.Host().LogLines.Select(l => l.ToString()), Is.EqualTo(["docker one", "docker two"]));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0004"]));
    }

    [Test]
    public void CutGzip_IsDamageToo()
    {
        byte[] packed = HostTree.Gzip("docker one\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i * 7919 % 10007}\n")));
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/syslog.1.gz", packed[..(packed.Length / 2)]);
        Assert.That(tree.Host().LogLines.Select(l => l.ToString()), Is.EqualTo(["docker one"]));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0004"]));
    }

    [Test]
    public void BytesThatAreNotUtf8_AreKept()
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").File("etc/hostname", [(byte)'w', 0xff, 0xfe, (byte)'\n']).File([.. "var/log/syslog.\n"u8, 0xff],
            "x \u001b[31m docker\n"u8.ToArray()).Host();
        Assert.That(host.Hostname!.Bytes.ToArray(), Is.EqualTo(new byte[] { (byte)'w', 0xff, 0xfe }));
        Assert.That(host.Hostname!.ToString(), Is.EqualTo(@"w\xff\xfe"));
        Assert.That(HostTree.Lines(host.LogLines), Is.EqualTo([@"var/log/syslog.\n\xff:1 x \x1b[31m docker"]));
    }

    [Test]
    public void SymlinksAndDirectories_AreNotFollowed()
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").Link("etc/hostname", "/var/lib/docker/overlay2/x").File("etc/group/x",
            "docker:x:1:a\n").Link("etc/cron.d/x", "/etc/passwd")
            .Link("home", "/root").File("root/.bash_history/x", "docker\n").Link("var/log", "/").Link("lib", "usr/lib").File("usr/lib/modules/6.1/x",
                "").Host();
        Assert.That(host.Hostname, Is.Null);
        Assert.That(host.DockerGroup, Is.Null);
        Assert.That(host.Kernels.Select(k => k.ToString()), Is.EqualTo(["6.1"]));
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}"),
            Is.EqualTo(["SF-HOST-0001 etc/cron.d/x", "SF-HOST-0001 etc/group", "SF-HOST-0001 etc/hostname"]));
    }

    [Test]
    public void ManyFiles_AreCutWithANote()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "");
        for (int i = 0; i < 12; i++)
            tree.File($"etc/cron.d/{i:00}", "docker\n");
        Assert.That(tree.Host(new HostLimits { Files = 10 }).CronLines, Has.Count.EqualTo(10));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0002"]));
    }

    [Test]
    public void ManyMembers_AreCutWithANote()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("etc/group", "docker:x:999:" + string.Join(',', Enumerable.Range(0, 12).Select(i => $"u{i}")) + "\n");
        Assert.That(tree.Host(new HostLimits { Files = 10 }).DockerGroup, Has.Count.EqualTo(10));
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}"), Is.EqualTo(["SF-HOST-0009 etc/group"]));
    }

    [Test]
    public void LogsThatAreNotRead_AreANote()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("var/log/journal/0/system.journal", "LPKSHHRH").File("var/log/audit/audit.log", "");
        tree.Host();
        Assert.That(tree.Problems.Sorted().Select(p => $"{p.Code} {p.Origin.Path}"), Is.EqualTo(["SF-HOST-0010 var/log/journal/0/system.journal"]));
    }

    [Test]
    public void ContinuedLineWithoutEnd_IsBounded()
    {
        var tree = new HostTree();
        tree.File("etc/passwd", "").File("etc/systemd/system/docker.service", "ExecStart=x"
            + string.Concat(Enumerable.Repeat(new string('y', 1000) + "\\\n", 300)));
        HostText line = tree.Host().UnitFiles.Single().Lines[0];
        Assert.That(line.Bytes.Length, Is.InRange(16 << 10, 18 << 10));
    }

    [Test]
    public void RandomBytesEverywhere_EndInTime()
    {
        var random = new Random(4711);
        string[] paths =
        [
            "etc/hostname", "etc/timezone", "etc/machine-id", "etc/os-release", "var/lib/dpkg/status", "lib/apk/db/installed", "etc/docker/daemon.json",
                "etc/systemd/system/docker.service", "etc/default/docker",
            "etc/crontab", "etc/cron.d/x", "etc/group", "etc/passwd", "var/log/syslog", "var/log/auth.log.1.gz", "root/.bash_history", "home/a/.zsh_history",
        ];
        for (int round = 0; round < 200; round++)
        {
            var tree = new HostTree();
            foreach (string path in paths)
            {
                byte[] bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);
                for (int i = 0; i < bytes.Length; i++)
                    bytes[i] = random.Next(3) == 0 ? bytes[i] : (byte)"\n\n=\"'\\{}[]:,#; PVdocker"[random.Next(22)];
                tree.File(path, bytes);
            }
            Assert.That(() => Spell(tree.Host()), Throws.Nothing);
        }
    }

    // As the reports do: masked, every line and setting.
    private static void Spell(HostFacts host)
    {
        var mask = new HostMask(new SecretMask(show: false));
        Assert.That(HostWords.Facts(host).Count(), Is.GreaterThan(0));
        foreach (HostText line in host.UnitFiles.SelectMany(u =>
            u.Lines).Concat(host.DockerOptions).Concat(host.CronLines).Concat(host.LogLines).Concat(host.ShellHistory))
            mask.Line(line);
        foreach (HostSetting setting in host.DaemonJson?.Settings ?? [])
            mask.Setting(setting);
    }

    [TestCase("{\"a\": \"\\ud800\", \"\\udfff\": {\"\\ud800\": [\"\\ud800\"]}, \"key\": null, \"key\": 7}")]
    [TestCase("{\"deep\": DEEP}")]
    public void SettingsThatNoTextCanHold_AreShown(string json)
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").File("etc/docker/daemon.json",
            json.Replace("DEEP", new string('[', 250) + new string(']', 250), StringComparison.Ordinal)).Host();
        Assert.That(host.DaemonJson!.Settings, Is.Not.Empty);
        Spell(host);
    }

    [Test]
    public void Mentions_AreFoundAnywhereInAnyCase()
    {
        foreach (string line in new[] { "docker", "xDoCkEr", "dockedocker", "ddocker", "CONTAINERD" })
            Assert.That(Mentions.Docker(Encoding.UTF8.GetBytes(line)), Is.True, line);
        foreach (string line in new[] { "", "docke", "dock er", "container", "podman" })
            Assert.That(Mentions.Docker(Encoding.UTF8.GetBytes(line)), Is.False, line);
    }
}
