using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Ubuntu;

/// <summary>
/// The <c>aufs</c> directory. The file systems of the two pulled images are stand-ins of a few kilobytes: directories
/// and their times are the recorded ones, the files in them are few.
/// </summary>
internal static class UbuntuLayers
{
    private static readonly Stamp Created = UbuntuSample.ContainerCreated;
    private static readonly Stamp InitMade = Created.AddMicroseconds(38_000);
    private static readonly Stamp Mounted = Created.AddMicroseconds(73_000);
    private static readonly Stamp Touched = Created.AddMicroseconds(431_000);
    private static readonly Stamp Committed = UbuntuSample.ImageCreated.AddMicroseconds(500);

    public static void Add(DataRoot root)
    {
        root.Directory("aufs", Modes.Executable, UbuntuSample.PullStarted);
        root.Directory("aufs/diff", Modes.Executable, Committed);
        root.Directory("aufs/layers", Modes.Executable, Committed);
        root.Directory("aufs/mnt", Modes.Executable, Committed);
        root.Directory("aufs/tmp", Modes.Executable, UbuntuSample.PullStarted);
        root.Directory("aufs/tmp/diff", Modes.Executable, Committed);
        root.Directory("aufs/tmp/mnt", Modes.Executable, Committed);

        const string Container = UbuntuSample.BuildContainer;
        AddEntry(root, UbuntuSample.Precise, UbuntuSample.PullStarted);
        AddEntry(root, UbuntuSample.QuantalBase, Stamp.Parse("2013-12-17T12:17:08.337201840Z"));
        AddEntry(root, UbuntuSample.Quantal, Stamp.Parse("2013-12-17T12:17:44.281203445Z"), UbuntuSample.QuantalBase);
        AddEntry(root, Container + "-init", Created.AddMicroseconds(900), UbuntuSample.Precise);
        AddEntry(root, Container, InitMade.AddMicroseconds(1_300), Container + "-init", UbuntuSample.Precise);
        AddEntry(root, UbuntuSample.TestImage, Committed, UbuntuSample.Precise);

        UbuntuBaseTree.AddPrecise(root);
        UbuntuBaseTree.AddQuantal(root);
        AddBuildLayers(root);
    }

    // layers/<id> lists the ancestors, nearest first, without the id itself; an empty file is a base.
    private static void AddEntry(DataRoot root, string id, Stamp time, params string[] ancestors)
    {
        root.File("aufs/layers/" + id, Modes.Plain, time, string.Concat(ancestors.Select(ancestor => ancestor + "\n")));
        root.Directory("aufs/mnt/" + id, Modes.Executable, time);
    }

    private static void AddBuildLayers(DataRoot root)
    {
        var init = new AufsLayer(root, UbuntuSample.BuildContainer + "-init", InitMade);
        init.Bookkeeping(Created.AddMicroseconds(21_000));
        init.File(".dockerenv", InitMade, "", Modes.Executable);
        init.File(".dockerinit", InitMade, "", Modes.Executable);
        init.Directory("etc", InitMade.AddMicroseconds(400));
        foreach (string name in new[] { "hostname", "hosts", "resolv.conf" })
            init.File("etc/" + name, InitMade, "", Modes.Executable);

        var container = new AufsLayer(root, UbuntuSample.BuildContainer, Touched);
        container.Bookkeeping(Mounted);
        container.File("test.txt", Touched, "");

        // The image's layer went through a tar, AUFS's own files and all, and lost the fractions there.
        var image = new AufsLayer(root, UbuntuSample.TestImage, Touched.Whole);
        image.Bookkeeping(Mounted.Whole);
        image.File("test.txt", Touched.Whole, "");
    }
}
