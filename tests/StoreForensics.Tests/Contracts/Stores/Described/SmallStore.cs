using StoreForensics.Primitives;
using static StoreForensics.Tests.Contracts.Stores.Described.DescribedEntry;
using static StoreForensics.Tests.Contracts.Stores.Described.SmallLayers;

namespace StoreForensics.Tests.Contracts.Stores.Described;

/// <summary>
/// The store that every layout is written of: an image, one built on it and one without a name, a container that has run, one that has not, and a volume.
/// Between them they do to a file whatever can be done to one.
/// </summary>
internal static class SmallStore
{
    private static readonly DescribedStep s_added = new("/bin/sh -c #(nop) ADD file:4f1d in / ", Built(100), Base);

    private static readonly DescribedStep s_shell = new("""/bin/sh -c #(nop)  CMD ["sh"]""", Built(101));

    private static readonly string[] s_path = ["PATH=/bin"];

    private static readonly DescribedImage s_base = new()
    {
        Tags = ["registry.example:5000/tools/base:1", "base:latest"],
        Steps = [s_added, s_shell],
        Cmd = ["sh"],
        Env = s_path
    };

    private static readonly DescribedImage s_app = new()
    {
        Tags = ["app:1.0"],
        Steps =
        [
            s_added, s_shell,
            new("/bin/sh -c install app", Built(300), Install),
            new("/bin/sh -c #(nop)  ENV MODE=live", Built(301)),
            new("/bin/sh -c trim", Built(400), Trim),
        ],
        Cmd = ["/srv/app.py"],
        Env = ["PATH=/bin", "MODE=live"],
    };

    private static readonly DescribedImage s_nameless =
        new() { Tags = [], Steps = [s_added, s_shell, new("/bin/sh -c try", Built(500), Trial)], Cmd = ["sh"], Env = s_path };

    public static DescribedStore Description { get; } = new()
    {
        Registered = new Timestamp(1_577_000_000, 123_456_789),
        Images = [s_base, s_app, s_nameless],
        Containers =
        [
            new()
            {
                Id = new string('c', 63) + "1",
                Name = "web",
                Image = s_app,
                ImageName = "app:1.0",
                Command = ["/srv/app.py", "--port", "80"],
                Env = ["PATH=/bin", "MODE=live", "TOKEN=a \"quoted\" word"],
                Created = Lived(0),
                Run = (Lived(1), Lived(900), 137),
                Mounts = [new("/data", "/var/lib/docker/volumes/data/_data", true, "data"), new("/etc/ssl", "/etc/ssl", false)],
                Init = InitOf("web", Lived(0)),
                Changes = Work,
                Log = [new(Lived(2), "stdout", "ready"), new(Lived(60), "stderr", "no such user: ann"), new(Lived(61), "stdout", "")],
            },
            new()
            {
                Id = new string('c', 63) + "2",
                Name = "job",
                Image = s_base,
                ImageName = "base",
                Command = ["sh"],
                Env = s_path,
                Created = Lived(100),
                Init = InitOf("job", Lived(100)),
                Changes = new() { Name = "job" },
            },
        ],
        Volumes = [new("data", "orders", [Directory("/", Lived(30), "770", 999), File("/orders.db", "one\ntwo\n", Lived(31), "600", 999),
            Symlink("/latest", "orders.db", Lived(32))])],
    };
}
