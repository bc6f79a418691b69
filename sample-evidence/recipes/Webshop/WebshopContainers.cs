using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>The containers that were there at the cut; <c>db</c> and <c>web</c> were running.</summary>
internal sealed class WebshopContainers(Host host, WebshopImages images)
{
    public static readonly string DbId = Ids.For("container/db");
    public static readonly string OldWebId = Ids.For("container/web-20150520");
    public static readonly string WebId = Ids.For("container/web");
    public static readonly string ShellId = Ids.For("container/hungry_bartik");
    public static readonly string ImporterId = Ids.For("container/importer");
    public static readonly string FailedBuildId = Ids.For("container/sick_wozniak");

    private const string DatabasePassword = "FAKE-basket-77";
    private static readonly string LinkedDatabase = $"172.17.0.2\tmysql {DbId[..12]} db\n";

    public void Add()
    {
        AddDatabase();
        AddOldWeb();
        AddWeb();
        AddShell();
        AddImporter();
        AddFailedBuild();
    }

    /// <summary>The web server's configuration, password and all.</summary>
    public static RunConfig WebConfig(ImageRecord image) =>
        image.Config.ForContainer(WebId, "shop/web:1.1", "DB_USER=shop", "DB_PASSWORD=" + DatabasePassword);

    private void AddDatabase() => host.AddContainer(
        new ContainerRecord
        {
            Id = DbId,
            Name = "db",
            Created = Stamp.Parse("2015-05-20T09:30:02.118406672Z"),
            Image = images.Db,
            Config = images.Db.Config.ForContainer(DbId, "shop/db:1.0", "MYSQL_ROOT_PASSWORD=FAKE-root-pw"),
            Started = Stamp.Parse("2015-05-20T09:30:02.402170399Z"),
            LayerModified = Stamp.Parse("2015-05-20T09:30:03.990718251Z"),
            LastLog = Stamp.Parse("2015-06-14T02:26:58.447218010Z"),
            Pid = 2917,
            Address = 2,
            Mounts = [WebshopVolumes.Database],
        },
        WebshopLogs.Database(),
        layer =>
        {
            Stamp up = Stamp.Parse("2015-05-20T09:30:04.006718337Z");
            layer.Directory("var", Stamp.Parse("2015-05-20T09:11:45Z"));
            layer.Directories(up, "var/run", "var/run/mysqld");
            layer.File("var/run/mysqld/mysqld.pid", up, "17\n", Modes.GroupReadable, uid: 104, gid: 107);
        });

    private void AddOldWeb() => host.AddContainer(
        new ContainerRecord
        {
            Id = OldWebId,
            Name = "web-20150520",
            Created = Stamp.Parse("2015-05-20T09:33:17.640511027Z"),
            Image = images.Web10,
            Config = images.Web10.Config.ForContainer(OldWebId, "shop/web:1.0", "DB_USER=shop", "DB_PASSWORD=" + DatabasePassword),
            Started = Stamp.Parse("2015-05-20T09:33:17.951204418Z"),
            LayerModified = Stamp.Parse("2015-05-20T09:33:18.730511902Z"),
            Finished = Stamp.Parse("2015-06-10T14:40:31.227019574Z"),
            ExitCode = 137,
            Address = 4,
            PublishedPort = "80",
            LinkedHosts = LinkedDatabase,
        },
        WebshopLogs.OldWeb(),
        layer =>
        {
            Stamp up = Stamp.Parse("2015-05-20T09:33:18.730511902Z");
            layer.Directory("var", Stamp.Parse("2015-05-20T09:14:33Z"));
            layer.Directory("var/run", up);
            layer.File("var/run/apache2.pid", up, "1\n");
        });

    private void AddWeb() => host.AddContainer(
        new ContainerRecord
        {
            Id = WebId,
            Name = "web",
            Created = Stamp.Parse("2015-06-10T14:41:07.305518846Z"),
            Image = images.Web11,
            Config = WebConfig(images.Web11),
            Started = Stamp.Parse("2015-06-10T14:41:07.620117493Z"),
            LayerModified = WebshopIntrusion.LastCopiedUp,
            LastLog = WebshopLogs.LastWrite,
            Pid = 11804,
            Address = 5,
            PublishedPort = "80",
            Mounts = [WebshopVolumes.Uploads],
            LinkedHosts = LinkedDatabase,
        },
        WebshopLogs.Web(),
        layer => WebshopIntrusion.Fill(layer, throughTar: false));

    // docker run -ti --privileged with the host's root and the engine's socket: the door to the host.
    private void AddShell() => host.AddContainer(
        new ContainerRecord
        {
            Id = ShellId,
            Name = "hungry_bartik",
            Created = Stamp.Parse("2015-06-12T02:31:09.440718205Z"),
            Image = images.Web11,
            Config = images.Web11.Config.ForContainer(ShellId, "shop/web:1.1") with { Attached = true, Tty = true, Command = ["/bin/bash"] },
            Started = Stamp.Parse("2015-06-12T02:31:09.744019863Z"),
            LayerModified = Stamp.Parse("2015-06-12T02:49:40.300188411Z"),
            Finished = Stamp.Parse("2015-06-12T02:49:40.318842190Z"),
            Privileged = true,
            Address = 6,
            Mounts = [WebshopVolumes.HostRoot, WebshopVolumes.EngineSocket],
        },
        WebshopLogs.Shell(),
        layer =>
        {
            Stamp left = Stamp.Parse("2015-06-12T02:49:40.301188417Z");
            layer.Directory("host", Stamp.Parse("2015-06-12T02:31:09.570118022Z"));
            layer.Directory("root", left, Modes.Private);
            layer.File("root/.bash_history", left,
                "cat /host/etc/shadow\nls /host/home\ndocker -H unix:///var/run/docker.sock ps\nexit\n", Modes.Secret);
            layer.Directory("var", WebshopIntrusion.ShopCopied);
            layer.Directory("var/run", Stamp.Parse("2015-06-12T02:31:09.571118027Z"));
            layer.File("var/run/docker.sock", Stamp.Parse("2015-06-12T02:31:09.571118027Z"), "", Modes.Executable);
        });

    private void AddImporter() => host.AddContainer(
        new ContainerRecord
        {
            Id = ImporterId,
            Name = "importer",
            Created = Stamp.Parse("2015-06-12T22:15:20.093774110Z"),
            Image = images.Base,
            Config = images.Base.Config.ForContainer(ImporterId, WebshopImages.BaseName + ":wheezy") with
            {
                Command = ["/bin/sh", "-c", "tar -xf /dev/stdin -C /data"],
            },
            Started = Stamp.Parse("2015-06-12T22:15:20.380227751Z"),
            LayerModified = Stamp.Parse("2015-06-12T22:15:20.551733440Z"),
            Finished = Stamp.Parse("2015-06-12T22:15:21.006610294Z"),
            Address = 7,
        },
        "",
        WebshopTrees.FillOddNames);

    private void AddFailedBuild() => host.AddContainer(
        new ContainerRecord
        {
            Id = FailedBuildId,
            Name = "sick_wozniak",
            Created = Stamp.Parse("2015-06-13T09:40:13.401927740Z"),
            Image = images.FailedTop,
            Config = images.FailedConfig with { Command = ["/bin/sh", "-c", "make report"] },
            Started = Stamp.Parse("2015-06-13T09:40:13.690301882Z"),
            LayerModified = Stamp.Parse("2015-06-13T09:40:13.470044180Z"),
            Finished = Stamp.Parse("2015-06-13T09:40:13.811740226Z"),
            ExitCode = 2,
            IsBuildStep = true,
            Address = 8,
        },
        WebshopLogs.FailedBuild(),
        layer => layer.Directories(Stamp.Parse("2015-06-13T09:40:13.470044180Z"), "srv", "srv/report"));
}
