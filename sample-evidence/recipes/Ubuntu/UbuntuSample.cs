using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Ubuntu;

/// <summary>
/// The walk-through of a Docker 0.7.2 host: <c>docker pull ubuntu</c> at 12:16, then a build with one step,
/// <c>RUN touch test.txt</c>, at 14:48 on 17 December 2013 (UTC). State after the build.
/// </summary>
internal static class UbuntuSample
{
    public const string Precise = "8dbd9e392a964056420e5d58ca5cc376ef18e2de93b5cc90e868a1bbc8318c1c";
    public const string Quantal = "b750fe79269d2ec9a3c593ef05b4332b1d1a02a62b4accb2c21d589ff2f5f2dc";
    public const string QuantalBase = "27cf784147099545";
    public const string TestImage = "95d8b8aeedecd36eb7c9e70f01c7b1e81203abd2cd6a17d7db9cdf582a55547b";
    public const string BuildContainer = "2c43fda23b3e86ad16dbddde96c5a8ffc9f30db1985ceac9468387324403ab84";

    public static readonly Stamp DaemonStarted = Stamp.Parse("2013-12-17T12:16:09.381204117Z");
    public static readonly Stamp PullStarted = Stamp.Parse("2013-12-17T12:16:38.153199208Z");
    public static readonly Stamp ContainerCreated = Stamp.Parse("2013-12-17T14:48:17.046215901Z");
    public static readonly Stamp ImageCreated = Stamp.Parse("2013-12-17T14:48:17.530687093Z");

    public static DataRoot Build()
    {
        var root = new DataRoot();
        AddTop(root);
        UbuntuGraph.Add(root);
        UbuntuLayers.Add(root);
        UbuntuContainer.Add(root);
        return root;
    }

    /// <summary><c>repositories-aufs</c>: repository, tag, image. Go sorts both levels.</summary>
    public static string Repositories(bool afterBuild)
    {
        var ubuntu = GoJson.Map(
            ("12.04", Precise), ("latest", Precise), ("precise", Precise), ("12.10", Quantal), ("quantal", Quantal));
        (string, object?)[] built = afterBuild ? [("test_image", GoJson.Map(("latest", TestImage)))] : [];
        return GoJson.Struct(("Repositories", GoJson.Map([("ubuntu", ubuntu), .. built]))).Text;
    }

    // The journal of linkgraph.db comes and goes in the root itself, which is why that directory has the database's time.
    private static void AddTop(DataRoot root)
    {
        Stamp containerNamed = ContainerCreated.AddMicroseconds(1_950);
        Stamp tagged = ImageCreated.AddMicroseconds(51_700);
        root.Directory("", Modes.Private, containerNamed);
        root.Directory("containers", Modes.Private, ContainerCreated.AddMicroseconds(1_020));
        root.Directory("volumes", Modes.Private, DaemonStarted);
        root.File("linkgraph.db", Modes.Plain, containerNamed, BuildLinkGraph());
        root.Symlink("lxc-start-unconfined", DaemonStarted.AddMicroseconds(14_000), "/usr/bin/lxc-start");
        root.File("repositories-aufs", Modes.Secret, tagged, Repositories(afterBuild: true));
    }

    private static byte[] BuildLinkGraph()
    {
        using var graph = new LinkGraph();
        graph.AddContainer(BuildContainer, UbuntuContainer.Name);
        return graph.ToBytes();
    }
}
