using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>
/// A small web shop's host (Docker 1.6.2, AUFS) after a break-in, power cut at 03:20:07 UTC on 14 June 2015.
/// The README of the sample tells the story; planted.json lists what there is to find.
/// </summary>
internal static class WebshopSample
{
    private static readonly Stamp FirstStart = Stamp.Parse("2015-03-02T07:41:55.118402713Z");
    private static readonly Stamp Upgraded = Stamp.Parse("2015-05-20T08:58:11.204518233Z");
    private static readonly Stamp LastRemoval = Stamp.Parse("2015-06-14T02:31:18.774120049Z");
    private static readonly Stamp Untagged = Stamp.Parse("2015-06-14T03:20:06.311870254Z");
    private static readonly Stamp Trashed = Untagged.AddMicroseconds(4_731);

    public static DataRoot Build()
    {
        var root = new DataRoot();
        AddTop(root);
        var host = new Host(root);
        var images = new WebshopImages(host);
        var containers = new WebshopContainers(host, images);
        containers.Add();
        WebshopVolumes.Add(root, host);
        AddRemovalAtTheCut(host, images);
        root.File("linkgraph.db", Modes.Plain, LastRemoval, BuildLinkGraph());
        root.File("repositories-aufs", Modes.Secret, Untagged, Repositories(images));
        return root;
    }

    private static void AddTop(DataRoot root)
    {
        Stamp lastContainer = Stamp.Parse("2015-06-14T02:31:18.781120117Z");
        root.Directory("", Modes.Private, LastRemoval);
        root.Directory("aufs", Modes.Executable, FirstStart);
        foreach (string name in new[] { "diff", "layers", "mnt" })
            root.Directory("aufs/" + name, Modes.Executable, Trashed);
        root.Directory("containers", Modes.Private, lastContainer);
        root.Directory("execdriver", Modes.Private, FirstStart);
        root.Directory("execdriver/native", Modes.Private, Stamp.Parse("2015-05-20T08:57:49.630114872Z"));
        root.Directory("graph", Modes.Private, Trashed);
        root.Directory("graph/_tmp", Modes.Private, Trashed);
        root.Directory("init", Modes.Private, Upgraded);
        root.File("init/dockerinit-1.5.0", Modes.Private, FirstStart, "stand-in for dockerinit 1.5.0\n");
        root.File("init/dockerinit-1.6.2", Modes.Private, Upgraded, "stand-in for dockerinit 1.6.2\n");
        root.Directory("tmp", Modes.Private, Stamp.Parse("2015-06-13T09:40:12.008771250Z"));
        root.Directory("trust", Modes.Private, FirstStart);
        root.Directory("vfs", Modes.Private, FirstStart);
        root.Directory("vfs/dir", Modes.Private, Stamp.Parse("2015-06-14T02:10:42.518003991Z"));
        root.Directory("volumes", Modes.Private, Stamp.Parse("2015-06-14T02:10:42.519003998Z"));
    }

    // docker rmi shop/tool: untagged, description moved to the trash, layer renamed; then the power went.
    private static void AddRemovalAtTheCut(Host host, WebshopImages images)
    {
        RunConfig config = images.Web11.Config with { Hostname = Ids.For("build/tool/1")[..12], Image = images.Web11.Id, FromBuild = true };
        Stamp created = Stamp.Parse("2015-06-12T02:58:33.190557281Z");
        var tool = new ImageRecord
        {
            Id = Ids.For("image/tool/1"),
            Ancestors = [images.Web11.Id, .. images.Web11.Ancestors],
            Created = created,
            Container = Ids.For("build/tool/1"),
            ContainerConfig = config with { Command = ["/bin/sh", "-c", $"#(nop) COPY file:{Ids.For("tool/sc")} in /usr/local/bin/sc"] },
            Config = config,
        };
        host.AddHalfRemoved(tool, Ids.For("trash"), Trashed, layer =>
        {
            layer.Directories(created.Whole, "usr", "usr/local", "usr/local/bin");
            layer.File("usr/local/bin/sc", created.Whole, WebshopTrees.Scanner, Modes.Executable);
        });
    }

    private static string Repositories(WebshopImages images) => GoJson.Struct(("Repositories", GoJson.Map(
        (WebshopImages.BaseName, GoJson.Map(
            ("wheezy", images.Base.Id), ("sha256:" + Ids.For("digest/base"), images.Base.Id))),
        ("shop/backup", GoJson.Map(("latest", images.Backup.Id))),
        ("shop/db", GoJson.Map(("1.0", images.Db.Id))),
        ("shop/web", GoJson.Map(
            ("0.9", Ids.For("image/web-0.9")), ("1.0", images.Web10.Id), ("1.1", images.Web11.Id), ("latest", images.Web11.Id)))))).Text;

    // In the order of the events; the last statement leaves a removed container's rows in the free space.
    private static byte[] BuildLinkGraph()
    {
        string legacy = Ids.For("container/legacy");
        string ghost = Ids.For("container/ghost");
        using var graph = new LinkGraph();
        graph.AddContainer(WebshopContainers.DbId, "db");
        graph.AddContainer(legacy, "legacy");
        graph.AddLink(legacy, "dbold", WebshopContainers.DbId);
        graph.AddContainer(WebshopContainers.OldWebId, "web-20150520");
        graph.AddLink(WebshopContainers.OldWebId, "mysql", WebshopContainers.DbId);
        graph.RemoveContainer(legacy);
        graph.AddContainer(WebshopContainers.WebId, "web");
        graph.AddLink(WebshopContainers.WebId, "mysql", WebshopContainers.DbId);
        graph.AddContainer(WebshopContainers.ShellId, "hungry_bartik");
        graph.AddContainer(WebshopContainers.ImporterId, "importer");
        graph.AddContainer(WebshopContainers.FailedBuildId, "sick_wozniak");
        graph.AddContainer(ghost, "ghost");
        graph.RemoveContainer(ghost);
        return graph.ToBytes();
    }
}
