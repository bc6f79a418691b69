using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>Containers whose layers or images are gone: the answer says so, and does not pass for an empty one.</summary>
internal sealed class OutOfReachTests
{
    private const string Image = "var/lib/docker/image/overlay2/";
    private static readonly string s_bare = new('1', 64), s_wiped = new('2', 64), s_alone = new('3', 64);
    private readonly Lazy<string> _evidence = new(Write);

    [TestCase("SF-VIEW-0001", "ls", "bare", "/")]
    [TestCase("SF-VIEW-0002", "ls", "wiped", "/")]
    [TestCase("SF-DIFF-0001", "diff", "wiped")]
    [TestCase("SF-DIFF-0002", "diff", "alone")]
    public void Is_told(string code, string command, params string[] rest)
    {
        ProgramRun run = BuiltProgram.Run([command, _evidence.Value, .. rest]);
        Assert.That(run.Errors, Does.Contain($"[{code}]"));
        Assert.That(run.ExitCode, Is.EqualTo(4));
    }

    private static string Write()
    {
        TinyTar tar = new TinyTar().Directory(Image + "imagedb/content/sha256").Directory("var/lib/docker/overlay2/l");
        Container(tar, s_bare, "bare");
        Container(tar, s_wiped, "wiped");
        Container(tar, s_alone, "alone");
        Mount(tar, s_wiped);
        Mount(tar, s_alone);
        foreach (string id in (string[])[s_alone, s_alone + "-init"])
            tar.Directory($"var/lib/docker/overlay2/{id}/diff").File($"var/lib/docker/overlay2/{id}/link", id[^4..]);
        return tar.WriteTo(ScratchFolder.Session.File("out-of-reach.tar"));
    }

    private static void Container(TinyTar tar, string id, string name) =>
        tar.File($"var/lib/docker/containers/{id}/config.v2.json", $$"""{"ID":"{{id}}","Name":"/{{name}}","Driver":"overlay2","Config":{} }""");

    private static void Mount(TinyTar tar, string id) =>
        tar.File($"{Image}layerdb/mounts/{id}/mount-id", id).File($"{Image}layerdb/mounts/{id}/init-id", id + "-init");
}
