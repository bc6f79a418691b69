using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports;

/// <summary>A host with one of everything, and secrets in the places where hosts have them.</summary>
internal static class SampleHost
{
    /// <summary>In the values of everything that a name says to be a secret.</summary>
    public const string Secret = "sesame-9";

    /// <param name="text">Makes text hostile; it holds what it is given.</param>
    /// <param name="origin">Where a path stands.</param>
    public static HostFacts Make(Func<string, string> text, Func<string, Origin> origin)
    {
        return new HostFacts
        {
            Root = origin(""),
            Hostname = Text("etc/hostname", "host-name"),
            TimeZone = Text("etc/timezone", "host-zone"),
            MachineId = Text("etc/machine-id", "host-machine"),
            Os = new HostOs(Text("etc/os-release", "host-os"), null, null, origin("etc/os-release")),
            Kernels = [Text("lib/modules/6.1", "host-kernel")],
            Packages = [new HostPackage(Text("var/lib/dpkg/status", "host-package", 7), Text("var/lib/dpkg/status", "host-version", 8),
                Text("var/lib/dpkg/status", "host-status", 9), origin("var/lib/dpkg/status"))],
            UnreadPackageDatabases = [new HostFile(origin("var/lib/rpm/rpmdb.sqlite"), 4096)],
            DaemonJson = new HostDaemonJson(Text("etc/docker/daemon.json", "host-daemon"), [new HostSetting(text("host-setting"), "[1, true]"), new HostSetting("log-opts", $$"""{"splunk-token": "{{Secret}}", "env": ["A_KEY={{Secret}}"], "pin-secret": 31337}""")], origin("etc/docker/daemon.json")),
            UnitFiles =
            [
                new HostUnit(origin("etc/systemd/system/docker.service"), Text("etc/systemd/system/docker.service", "host-mask"), []),
                new HostUnit(origin("lib/systemd/system/docker.service"), null,
                    [Text("lib/systemd/system/docker.service", "host-unit", 5),
                    new HostText(Encoding.UTF8.GetBytes($"Environment=\"API_TOKEN={Secret} and {Secret}\" X=1 DB_PASSWORD={Secret}"),
                    origin("lib/systemd/system/docker.service"), 6)]),
            ],
            DockerOptions = [Text("etc/default/docker", "host-option", 1)],
            CronLines = [Text("etc/crontab", "host-cron", 2)],
            DockerGroup = [new HostMember(Text("etc/group", "host-member", 3), false, origin("etc/group")),
                new HostMember(Text("etc/passwd", "host-primary", 4), true, origin("etc/passwd"))],
            LogLines = [Text("var/log/syslog", "host-log", 10), new HostText((byte[])[.. "docker "u8, 0xff, 0xfe], origin("var/log/syslog"), 11)],
            UnreadLogs = [new HostFile(origin("var/log/journal/system.journal"), 8_388_608)],
            ShellHistory = [new HostText(Encoding.UTF8.GetBytes($"docker login --password {Secret} " + text("host-command")), origin("root/.bash_history"),
                12) { Time = new Timestamp(1700000000, 0) }],
        };

        HostText Text(string path, string name, int? line = null) => new(Encoding.UTF8.GetBytes(text(name)), origin(path), line);
    }
}
