using StoreForensics.Primitives;
using static StoreForensics.Tests.Contracts.Stores.Described.DescribedEntry;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>The layers of <see cref="SmallStore"/>.</summary>
internal static class SmallLayers
{
    private static readonly DescribedEntry s_shell = File("/bin/sh", "the shell", Built(1), "755");

    private static readonly DescribedEntry s_out = File("/tmp/out", "42\n", Lived(20), "600", 33);

    public static DescribedLayer Base { get; } = new()
    {
        Name = "base",
        Entries =
        [
            Directory("/bin", Built(2)), s_shell, s_shell.As("/bin/ash"), File("/bin/su", "set-uid", Built(3), "4755"),
            File("/boot.txt", "", Built(4)),
            Directory("/etc", Built(5)), File("/etc/motd", "welcome\n", Built(6)), File("/etc/passwd", "root:x:0:0:\n", Built(7)),
            File("/etc/shadow", "root:*:\n", Built(8), "640", 42),
            Directory("/home", Built(9)), Directory("/home/ann", Built(10), "700", 1000), File("/home/ann/.profile", "PS1=ann\n", Built(11), "600", 1000),
            Directory("/opt", Built(12)), Directory("/opt/kit", Built(13)), Directory("/opt/kit/doc", Built(14)), File("/opt/kit/doc/man", "how", Built(15)),
            File("/opt/kit/tool", "old tool", Built(16), "755"),
            File("/opt/note", "a note", Built(17)),
            Symlink("/sbin", "bin", Built(18)),
            Directory("/tmp", Built(19), "1777"),
            Directory("/var", Built(20)), Directory("/var/cache", Built(21)), Directory("/var/cache/deep", Built(22)),
                File("/var/cache/deep/three", "3", Built(23)),
            File("/var/cache/one", "1", Built(24)), File("/var/cache/two", "2", Built(25)),
        ],
        Changes =
        [
            "A /bin", "A /bin/ash", "A /bin/sh", "A /bin/su", "A /boot.txt", "A /etc", "A /etc/motd", "A /etc/passwd", "A /etc/shadow", "A /home",
                "A /home/ann", "A /home/ann/.profile",
            "A /opt", "A /opt/kit", "A /opt/kit/doc", "A /opt/kit/doc/man", "A /opt/kit/tool", "A /opt/note", "A /sbin", "A /tmp",
            "A /var", "A /var/cache", "A /var/cache/deep", "A /var/cache/deep/three", "A /var/cache/one", "A /var/cache/two",
        ],
    };

    /// <summary>A changed file, a deleted one, a directory made anew, a directory in a file's place, and new ones.</summary>
    public static DescribedLayer Install { get; } = new()
    {
        Name = "install",
        Entries =
        [
            Directory("/etc", Built(200)), File("/etc/motd", "welcome to app\n", Built(201)),
            Directory("/opt", Built(202)), Directory("/opt/kit", Built(203)) with { IsReplaced = true }, File("/opt/kit/new", "new", Built(204)),
                File("/opt/kit/tool", "new tool", Built(205), "755"),
            Directory("/opt/note", Built(206)), File("/opt/note/first", "a note", Built(207)),
            Directory("/srv", Built(208)), File("/srv/app.py", "serve()\n", Built(209), "755", 33),
            Directory("/var", Built(210)), Directory("/var/cache", Built(212)),
        ],
        Deletions = [new("/var/cache/one", Built(211))],
        Changes =
        [
            "C /etc", "C /etc/motd", "C /opt", "C /opt/kit", "D /opt/kit/doc", "A /opt/kit/new", "C /opt/kit/tool", "C /opt/note", "A /opt/note/first",
            "A /srv", "A /srv/app.py", "C /var", "C /var/cache", "D /var/cache/one",
        ],
    };

    /// <summary>A file in a directory's place, a directory deleted with what is in it, and a file of which only the mode changed.</summary>
    public static DescribedLayer Trim { get; } = new()
    {
        Name = "trim",
        Entries =
        [
            Directory("/bin", Built(302)), File("/bin/su", "set-uid", Built(3)),
            Directory("/home", Built(303)),
            Directory("/opt", Built(304)), File("/opt/kit", "gone", Built(305)),
        ],
        Deletions = [new("/home/ann", Built(303))],
        Changes = ["C /bin", "C /bin/su", "C /home", "D /home/ann", "C /opt", "C /opt/kit"],
    };

    public static DescribedLayer Trial { get; } = new()
    {
        Name = "try",
        Entries = [Directory("/etc", Built(410)), File("/etc/try", "?", Built(411))],
        Deletions = [new("/boot.txt", Built(412))],
        Changes = ["D /boot.txt", "C /etc", "A /etc/try"],
    };

    /// <summary>
    /// A container at work: two names of a new file, a link turned elsewhere, a directory emptied and filled again, deletions in the root and below it.
    /// </summary>
    public static DescribedLayer Work { get; } = new()
    {
        Name = "work",
        Entries =
        [
            Directory("/", Lived(50)),
            Directory("/etc", Lived(11)), File("/etc/motd", "welcome to web\n", Lived(12)), File("/etc/shadow", "root:*:\n", Built(8), "600", 42),
            Symlink("/sbin", "srv", Lived(50)),
            Directory("/tmp", Lived(21), "1777"), s_out, s_out.As("/tmp/out.1"),
            Directory("/var", Lived(40)), Directory("/var/cache", Lived(41)) with { IsReplaced = true }, File("/var/cache/two", "2 again", Lived(41)),
        ],
        Deletions = [new("/boot.txt", Lived(49)), new("/etc/passwd", Lived(11))],
        Changes =
        [
            "D /boot.txt", "C /etc", "C /etc/motd", "D /etc/passwd", "C /etc/shadow", "C /sbin", "C /tmp", "A /tmp/out", "A /tmp/out.1",
            "C /var", "C /var/cache", "D /var/cache/deep", "C /var/cache/two",
        ],
    };

    /// <summary>What Docker puts between an image and a container.</summary>
    public static DescribedLayer InitOf(string container, Timestamp made) => new()
    {
        Name = container + "-init",
        Entries =
        [
            File("/.dockerenv", "", made, "755"),
            Directory("/dev", made), File("/dev/console", "", made, "755"), Directory("/dev/pts", made), Directory("/dev/shm", made),
            Directory("/etc", made), File("/etc/hostname", "", made, "755"), File("/etc/hosts", "", made, "755"), Symlink("/etc/mtab", "/proc/mounts", made),
                File("/etc/resolv.conf", "", made, "755"),
            Directory("/proc", made), Directory("/sys", made),
        ],
    };

    /// <summary>A moment of the builds, each with its own fraction down to the nanosecond.</summary>
    public static Timestamp Built(int second) => new(1_546_300_800 + second, 100_000_001 + second);

    /// <summary>A moment of the containers.</summary>
    public static Timestamp Lived(int second) => new(1_577_836_800 + second, 200_000_003 + second);
}
