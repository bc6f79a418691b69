using StoreForensics.Host;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Host;

/// <summary>What is read of a host, against the formats' manual pages and files as Debian, Ubuntu, Alpine and Docker's packages write them.</summary>
[TestFixture]
public sealed class HostReaderTests
{
    // The example of os-release(5).
    private const string Fedora = """
        NAME=Fedora
        VERSION="32 (Workstation Edition)"
        ID=fedora
        VERSION_ID=32
        PRETTY_NAME="Fedora 32 (Workstation Edition)"
        ANSI_COLOR="0;38;2;60;110;180"
        """;

    [Test]
    public void Identity_IsRead()
    {
        HostFacts host = new HostTree()
            .File("etc/hostname", "# a comment\n\nweb-03\n").File("etc/timezone", "Europe/Berlin\n").File("etc/machine-id",
                "0123456789abcdef0123456789abcdef\n")
            .File("etc/os-release", Fedora).File("lib/modules/5.10.0-28-amd64/modules.dep", "").File("boot/vmlinuz-5.10.0-28-amd64",
                "").File("boot/vmlinuz-6.1.0-9-amd64", "").Host();
        Assert.Multiple(() =>
        {
            Assert.That(host.Root.Path.IsEmpty);
            Assert.That(host.Hostname!.ToString(), Is.EqualTo("web-03"));
            Assert.That(host.Hostname!.Origin.Path.ToString(), Is.EqualTo("etc/hostname"));
            Assert.That(host.TimeZone!.ToString(), Is.EqualTo("Europe/Berlin"));
            Assert.That(host.MachineId!.ToString(), Is.EqualTo("0123456789abcdef0123456789abcdef"));
            Assert.That(host.Os!.PrettyName!.ToString(), Is.EqualTo("Fedora 32 (Workstation Edition)"));
            Assert.That(host.Os!.Id!.ToString(), Is.EqualTo("fedora"));
            Assert.That(host.Os!.Version!.ToString(), Is.EqualTo("32"));
            Assert.That(host.Os!.Version!.Line, Is.EqualTo(4));
            Assert.That(host.Os!.Version!.Origin.Offset, Is.EqualTo(Fedora.IndexOf("VERSION_ID", StringComparison.Ordinal)));
            Assert.That(host.Kernels.Select(k => k.ToString()), Is.EqualTo(["5.10.0-28-amd64", "6.1.0-9-amd64"]));
        });
    }

    [Test]
    public void BareHost_IsUnknownInEverything()
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").Host();
        Assert.That((host.Hostname, host.TimeZone, host.MachineId, host.Os, host.DaemonJson, host.DockerGroup),
            Is.EqualTo(((HostText?)null, (HostText?)null, (HostText?)null, (HostOs?)null, (HostDaemonJson?)null, (IReadOnlyList<HostMember>?)null)));
        Assert.That(host.Packages, Is.Empty);
        Assert.That(tree.Codes, Is.Empty);
    }

    [TestCase("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo")]
    [TestCase("../usr/share/zoneinfo/Etc/UTC", "Etc/UTC")]
    [TestCase("/elsewhere/Asia/Tokyo", null)]
    public void TimeZone_IsTheNameThatLocaltimePointsTo(string target, string? zone) =>
        Assert.That(new HostTree().File("etc/passwd", "").Link("etc/localtime", target).Host().TimeZone?.ToString(), Is.EqualTo(zone));

    [Test]
    public void OsReleaseAsSymlink_IsReadInItsOtherPlace()
    {
        var tree = new HostTree();
        tree.Link("etc/os-release", "../usr/lib/os-release").File("usr/lib/os-release", Fedora);
        Assert.That(tree.Host().Os?.Id?.ToString(), Is.EqualTo("fedora"));
        Assert.That(tree.Codes, Is.Empty);
    }

    [TestCase("\"a \\\"b\\\" \\$c\"", "a \"b\" $c")]
    [TestCase("'a \\b'", "a \\b")]
    [TestCase("plain", "plain")]
    [TestCase("\"open", "open")]
    [TestCase("\"", "")]
    [TestCase("", "")]
    [TestCase("x\\", "x\\")]
    public void Quotes_AreTakenOff(string quoted, string plain) =>
        Assert.That(System.Text.Encoding.UTF8.GetString(OsRelease.Unquote(System.Text.Encoding.UTF8.GetBytes(quoted))), Is.EqualTo(plain));

    [Test]
    public void Packages_OfDpkgAndApk()
    {
        const string Status = "Package: adduser\nStatus: install ok installed\nVersion: 3.134\n\nPackage: docker-ce\nStatus: deinstall ok config-files\nPriority: optional\nDescription: x\n Package: trap\nVersion: 5:24.0.7-1~debian.12~bookworm\n\n\nPackage: docker2aci\nStatus: install ok installed\nVersion: 1\n\nPackage: runc\nStatus: install ok installed\nVersion: 1.1.5+ds1-1+deb12u1\n";
        HostFacts debian = new HostTree().File("etc/passwd", "").File("var/lib/dpkg/status", Status).Host();
        HostFacts alpine = new HostTree().File("etc/passwd", "").File("lib/apk/db/installed",
            "C:Q1x=\nP:musl\nV:1.2.4-r2\n\nC:Q1y=\nP:docker-engine\nV:24.0.5-r2\nA:x86_64\n\n").Host();
        Assert.Multiple(() =>
        {
            Assert.That(debian.Packages.Select(p => $"{p.Name}|{p.Version}|{p.Status}|{p.Origin.Offset}"), Is.EqualTo(
                [$"docker-ce|5:24.0.7-1~debian.12~bookworm|deinstall ok config-files|{Status.IndexOf("Package: docker-ce", StringComparison.Ordinal)}",
                    $"runc|1.1.5+ds1-1+deb12u1|install ok installed|{Status.IndexOf("Package: runc", StringComparison.Ordinal)}"]));
            Assert.That(alpine.Packages.Select(p => $"{p.Name}|{p.Version}|{p.Status}"), Is.EqualTo(["docker-engine|24.0.5-r2|"]));
        });
    }

    [Test]
    public void RpmDatabase_IsNamedAndNotRead()
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").File("var/lib/rpm/rpmdb.sqlite", "SQLite").Host();
        Assert.That(host.UnreadPackageDatabases.Select(f => $"{f.Origin.Path} {f.SizeBytes}"), Is.EqualTo(["var/lib/rpm/rpmdb.sqlite 6"]));
        Assert.That(tree.Codes, Is.EqualTo(["SF-HOST-0008"]));
    }

    [Test]
    public void DaemonJson_IsAListOfItsMembers()
    {
        const string Text = "{\n  \"data-root\": \"/srv/docker\",\n  \"insecure-registries\": [\"10.0.0.5:5000\"],\n  \"live-restore\": true, \"log-opts\": {\"max-size\": \"10m\"}\n}\n";
        HostFacts host = new HostTree().File("etc/passwd", "").File("etc/docker/daemon.json", Text).Host();
        Assert.That(host.DaemonJson!.Settings.Select(s => $"{s.Key}={s.Json}"),
            Is.EqualTo(["data-root=\"/srv/docker\"", "insecure-registries=[\"10.0.0.5:5000\"]", "live-restore=true", "log-opts={\"max-size\": \"10m\"}"]));
        Assert.That(System.Text.Encoding.UTF8.GetString(host.DaemonJson.Text.Bytes.Span), Is.EqualTo(Text));
    }

    [TestCase("{\"a\":", "SF-JSON-0002")]
    [TestCase("[1]", "SF-JSON-0003")]
    [TestCase(" \n", null)]
    public void DaemonJsonThatIsNone_KeepsItsText(string text, string? problem)
    {
        var tree = new HostTree();
        HostFacts host = tree.File("etc/passwd", "").File("etc/docker/daemon.json", text).Host();
        Assert.That(host.DaemonJson!.Settings, Is.Empty);
        Assert.That(host.DaemonJson.Text.Bytes.Length, Is.EqualTo(text.Length));
        Assert.That(tree.Codes, Is.EqualTo(problem is null ? [] : new[] { problem }));
    }

    [Test]
    public void Units_GiveTheLinesThatStart()
    {
        // docker.service of Debian 12's docker.io, shortened; the drop-in as Docker's documentation has it for a proxy and for TCP.
        const string Unit = "[Unit]\nDescription=Docker Application Container Engine\n\n[Service]\nType=notify\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS\nExecReload=/bin/kill -s HUP $MAINPID\n";
        const string DropIn = "[Service]\nEnvironment=\"HTTP_PROXY=http://proxy.example.com:3128\"\nExecStart=\nExecStart=/usr/bin/dockerd \\\n# in between\n  -H tcp://127.0.0.1:2375\n";
        HostFacts host = new HostTree().File("etc/passwd", "").File("lib/systemd/system/docker.service",
            Unit).File("etc/systemd/system/docker.service.d/override.conf", DropIn)
            .File("etc/systemd/system/docker.service.d/override.conf.bak", DropIn).Link("etc/systemd/system/docker.socket",
                "/dev/null").File("etc/systemd/system/other.service", "ExecStart=/x\n").Host();
        Assert.Multiple(() =>
        {
            Assert.That(host.UnitFiles.Select(u => $"{u.Origin.Path} {u.LinkTarget}"),
                Is.EqualTo(["etc/systemd/system/docker.service.d/override.conf ", "etc/systemd/system/docker.socket /dev/null",
                "lib/systemd/system/docker.service "]));
            Assert.That(HostTree.Lines(host.UnitFiles[0].Lines), Is.EqualTo(
            [
                "etc/systemd/system/docker.service.d/override.conf:2 Environment=\"HTTP_PROXY=http://proxy.example.com:3128\"",
                    "etc/systemd/system/docker.service.d/override.conf:3 ExecStart=",
                "etc/systemd/system/docker.service.d/override.conf:4 ExecStart=/usr/bin/dockerd  -H tcp://127.0.0.1:2375",
            ]));
            Assert.That(host.UnitFiles[2].Lines.Select(l => l.ToString()),
                Is.EqualTo(["EnvironmentFile=-/etc/default/docker",
                "ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $DOCKER_OPTS"]));
        });
    }

    [Test]
    public void OptionsCronHistories_GiveTheirLines()
    {
        HostFacts host = new HostTree().File("etc/passwd", "").File("etc/default/docker",
            "# DOCKER_OPTS=\"--dns 8.8.8.8\"\n\n  DOCKER_OPTS=\"-H tcp://0.0.0.0:2375\"\n").File("etc/crontab",
            "SHELL=/bin/sh\n* * * * * root /usr/bin/Docker ps\n")
            .File("etc/cron.daily/clean", "#!/bin/sh\npodman system prune -f\n").File("var/spool/cron/crontabs/eve", "@reboot nerdctl run x\n@reboot true\n")
            .File("root/.bash_history", "#1700000000\ndocker run --privileged -v /:/host alpine\nls\ndocker ps\n").File("home/eve/.zsh_history",
                ": 1700000100:0;docker rm -f web\n").File("home/eve/notes", "docker\n").Host();
        Assert.Multiple(() =>
        {
            Assert.That(HostTree.Lines(host.DockerOptions), Is.EqualTo(["etc/default/docker:3   DOCKER_OPTS=\"-H tcp://0.0.0.0:2375\""]));
            Assert.That(HostTree.Lines(host.CronLines),
                Is.EqualTo(["etc/crontab:2 * * * * * root /usr/bin/Docker ps", "etc/cron.daily/clean:2 podman system prune -f",
                "var/spool/cron/crontabs/eve:1 @reboot nerdctl run x"]));
            Assert.That(HostTree.Lines(host.ShellHistory),
                Is.EqualTo(["root/.bash_history:2 docker run --privileged -v /:/host alpine", "root/.bash_history:4 docker ps",
                "home/eve/.zsh_history:1 : 1700000100:0;docker rm -f web"]));
            Assert.That(host.ShellHistory.Select(l => l.Time), Is.EqualTo(new Timestamp?[] { new(1700000000, 0), null, new(1700000100, 0) }));
        });
    }

    [Test]
    public void DockerGroup_HasListedAndPrimaryMembers()
    {
        HostFacts host = new HostTree().File("etc/group", "root:x:0:\nxdocker:x:9:mallory\ndocker:x:998:alice,bob\n").File("etc/passwd",
            "root:x:0:0:root:/root:/bin/bash\nci:x:1003:998::/home/ci:/bin/sh\n").Host();
        HostFacts none = new HostTree().File("etc/group", "docker:x:998:\n").File("etc/passwd", "root:x:0:0::/:\n").Host();
        Assert.That(host.DockerGroup!.Select(m => $"{m.Name} {m.IsPrimary} {m.Origin.Path}"),
            Is.EqualTo(["alice False etc/group", "bob False etc/group", "ci True etc/passwd"]));
        Assert.That(none.DockerGroup, Is.Empty);
    }

    // printf 'a\ndocker: xz\n' | xz | base64
    private const string Xz = "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAMYQpkb2NrZXI6IHh6CgAAAABlJg/3E82cWAABJQ1xGcS2H7bzfQEAAAAABFla";

    [Test]
    public void Logs_GiveLinesOrAreNamed()
    {
        HostFacts host = new HostTree().File("etc/passwd", "").File("var/log/syslog", "a kernel: x\nb dockerd[1]: y\n").File("var/log/syslog.2.gz",
            HostTree.Gzip("c containerd: z\nd\n"))
            .File("var/log/syslogger", "dockerd\n").File("var/log/auth.log.3.xz", Convert.FromBase64String(Xz)).File("var/log/journal/0123/system.journal",
                "LPKSHHRH").File("var/log/upstart/docker.log", "docker up\n").Host();
        Assert.Multiple(() =>
        {
            Assert.That(HostTree.Lines(host.LogLines),
                Is.EqualTo(["var/log/auth.log.3.xz:2 docker: xz", "var/log/syslog:2 b dockerd[1]: y", "var/log/syslog.2.gz:1 c containerd: z",
                "var/log/upstart/docker.log:1 docker up"]));
            Assert.That(host.LogLines.Select(l => l.Origin.Offset), Is.EqualTo(new long?[] { null, 12, null, 0 }));
            Assert.That(host.UnreadLogs.Select(f => $"{f.Origin.Path} {f.SizeBytes}"), Is.EqualTo(["var/log/journal/0123/system.journal 8"]));
        });
    }
}
