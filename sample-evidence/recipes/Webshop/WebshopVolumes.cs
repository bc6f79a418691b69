using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>Volumes and bind mounts: of both there is a record in <c>volumes</c>, data lie in <c>vfs/dir</c>.</summary>
internal static class WebshopVolumes
{
    public static readonly Bind Database = Volume("db-data", "/var/lib/mysql");
    public static readonly Bind Uploads = new(Ids.For("volume/uploads"), "/srv/uploads", "/var/www/shop/uploads");
    public static readonly Bind HostRoot = new(Ids.For("volume/host-root"), "/", "/host");

    /// <summary>The record holds the resolved path: <c>/var/run</c> is a link on this host.</summary>
    public static readonly Bind EngineSocket = new(Ids.For("volume/socket"), "/run/docker.sock", "/var/run/docker.sock");

    // Its container, "ghost", was removed without -v.
    private static readonly Bind Orphan = Volume("loot", "/loot");

    public static void Add(DataRoot root, Host host)
    {
        host.AddMountRecord(Database, Stamp.Parse("2015-05-20T09:30:02.160117045Z"));
        host.AddMountRecord(Uploads, Stamp.Parse("2015-06-10T14:41:07.351002118Z"));
        host.AddMountRecord(HostRoot, Stamp.Parse("2015-06-12T02:31:09.482117006Z"));
        host.AddMountRecord(EngineSocket, Stamp.Parse("2015-06-12T02:31:09.483117011Z"));
        host.AddMountRecord(Orphan, Stamp.Parse("2015-06-14T02:10:42.519003998Z"));
        AddDatabaseFiles(root, "vfs/dir/" + Database.VolumeId);
        AddLoot(root, "vfs/dir/" + Orphan.VolumeId);
    }

    private static Bind Volume(string label, string containerPath)
    {
        string id = Ids.For("volume/" + label);
        return new Bind(id, Host.RootPath + "vfs/dir/" + id, containerPath, IsVolume: true);
    }

    private static void AddDatabaseFiles(DataRoot root, string folder)
    {
        Stamp made = Stamp.Parse("2015-05-20T09:30:03.781204090Z");
        Stamp written = Stamp.Parse("2015-06-14T03:19:51.660218443Z");
        root.Directory(folder, Modes.Executable, made, uid: 104, gid: 107);
        root.File(folder + "/ibdata1", 0b110_110_000, written, "stand-in for an InnoDB tablespace\n", uid: 104, gid: 107);
        root.Directory(folder + "/shop", Modes.Private, made, uid: 104, gid: 107);
        root.File(folder + "/shop/customers.MYD", 0b110_110_000, written,
            "1;Ada Example;ada@example.com\n2;Bo Example;bo@example.com\n", uid: 104, gid: 107);
    }

    private static void AddLoot(DataRoot root, string folder)
    {
        Stamp stolen = Stamp.Parse("2015-06-14T02:27:03.940771186Z");
        root.Directory(folder, Modes.Executable, stolen);
        root.File(folder + "/customers.csv", Modes.Plain, stolen, "id,name,mail\n1,Ada Example,ada@example.com\n2,Bo Example,bo@example.com\n");
        root.File(folder + "/.k", Modes.Secret, stolen, "-----BEGIN FAKE KEY-----\nFAKE\n-----END FAKE KEY-----\n");
    }
}
