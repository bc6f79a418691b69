using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Ubuntu;

/// <summary>
/// The trees of Ubuntu 12.04 (one layer) and 12.10 (two). Directories whose content the unpacking changed last show the
/// time of the pull, the others the time they had at the image's author; regular files keep theirs.
/// </summary>
internal static class UbuntuBaseTree
{
    private static readonly Stamp Release = Stamp.Parse("2012-04-19T09:00:00Z");
    private static readonly Stamp SysMade = Stamp.Parse("2012-04-14T02:34:11Z");
    private static readonly Stamp SelinuxMade = Stamp.Parse("2012-03-05T17:05:01Z");
    private static readonly Stamp Unpackaged = Stamp.Parse("2012-04-03T12:30:01Z");

    public static void AddPrecise(DataRoot root)
    {
        Stamp author = Stamp.Parse("2013-04-11T21:13:00Z");
        var layer = new AufsLayer(root, UbuntuSample.Precise, author);
        AddFixedDirectories(layer);
        layer.Directories(author, "bin", "media", "opt", "srv");
        layer.Directory("tmp", author, Modes.Shared);
        foreach ((string name, string second) in new[] { ("lib", "16:54"), ("root", "16:58"), ("usr", "16:59") })
            layer.Directory(name, Pull(second), name == "root" ? Modes.Private : Modes.Executable);
        foreach ((string name, string second) in new[]
            { ("dev", "17:00"), ("etc", "17:01"), ("lib64", "17:02"), ("run", "17:02"), ("sbin", "17:04"), ("var", "17:06") })
            layer.Directory(name, Pull(second));
        AddFiles(layer, author, "12.04", "precise", "Ubuntu 12.04 LTS");
    }

    public static void AddQuantal(DataRoot root)
    {
        Stamp baseAuthor = Stamp.Parse("2013-03-23T10:00:00Z");
        var layer = new AufsLayer(root, UbuntuSample.QuantalBase, baseAuthor);
        AddFixedDirectories(layer);
        layer.Directories(baseAuthor, "bin", "dev", "etc", "lib", "lib64", "media", "opt", "run", "sbin", "srv", "usr", "var");
        layer.Directory("root", baseAuthor, Modes.Private);
        layer.Directory("tmp", baseAuthor, Modes.Shared);
        AddFiles(layer, baseAuthor, "12.10", "quantal", "Ubuntu 12.10");

        Stamp author = Stamp.Parse("2013-03-24T12:00:00Z");
        var top = new AufsLayer(root, UbuntuSample.Quantal, author);
        top.Bookkeeping(Stamp.Parse("2013-12-17T12:17:44.413203450Z"));
        top.Directories(author, "etc", "var", "var/lib", "var/lib/apt");
        top.File("etc/resolv.conf", author, "nameserver 192.0.2.53\nsearch test\n");
        top.File("var/lib/apt/extended_states", author, "Package: ubuntu-standard\nAuto-Installed: 1\n");
    }

    private static Stamp Pull(string minuteAndSecond) => Stamp.Parse($"2013-12-17T12:{minuteAndSecond}.745201300Z");

    private static void AddFixedDirectories(AufsLayer layer)
    {
        layer.Directories(Release, "boot", "home", "mnt", "proc");
        layer.Directory("sys", SysMade);
        layer.Directory("selinux", SelinuxMade);
    }

    private static void AddFiles(AufsLayer layer, Stamp author, string release, string codename, string description)
    {
        layer.File("bin/bash", Unpackaged, "stand-in for a shell\n", Modes.Executable);
        layer.Symlink("bin/sh", Unpackaged, "bash");
        layer.File("bin/su", Unpackaged, "stand-in for su\n", Modes.SetUid);
        layer.File("bin/touch", Unpackaged, "stand-in for touch\n", Modes.Executable);
        AddDevices(layer, author);
        layer.File("etc/debian_version", Unpackaged, "wheezy/sid\n");
        layer.File("etc/group", author, "root:x:0:\nadm:x:4:\nnogroup:x:65534:\n");
        layer.File("etc/hostname", author, "ubuntu\n");
        layer.File("etc/lsb-release", Unpackaged,
            $"DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE={release}\nDISTRIB_CODENAME={codename}\nDISTRIB_DESCRIPTION=\"{description}\"\n");
        layer.File("etc/passwd", author, "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/bin/sh\n");
        layer.File("etc/shadow", author, "root:*:15821:0:99999:7:::\nnobody:*:15821:0:99999:7:::\n", Modes.GroupReadable, gid: 42);
        layer.File("root/.bashrc", Unpackaged, "umask 022\n");
        layer.Directories(author, "usr/bin", "usr/share", "var/lib", "var/lib/dpkg", "var/log");
        layer.File("usr/bin/passwd", Unpackaged, "stand-in for passwd\n", Modes.SetUid);
        layer.File("var/lib/dpkg/status", author, "Package: bash\nStatus: install ok installed\nVersion: 4.2\n");
        layer.File("var/log/dmesg", author, "", Modes.GroupReadable, gid: 4);
    }

    private static void AddDevices(AufsLayer layer, Stamp author)
    {
        layer.Directories(Release, "dev/pts", "dev/shm");
        foreach ((string name, int major, int minor) in new[]
            { ("console", 5, 1), ("full", 1, 7), ("null", 1, 3), ("ptmx", 5, 2), ("random", 1, 8), ("tty", 5, 0), ("urandom", 1, 9), ("zero", 1, 5) })
            layer.Device("dev/" + name, author, major, minor);
        layer.Symlink("dev/fd", author, "/proc/self/fd");
    }
}
