using System.Text;
using StoreForensics.Stores;
using StoreForensics.Tests.Formats.TarSplit;

namespace StoreForensics.Tests.Stores;

/// <summary>A store of Docker 1.10 and later with nothing wrong in it: one image of two layers, one container, overlay2.</summary>
internal static class LayeredSample
{
    public const string Images = "image/overlay2/imagedb/content/sha256/";
    public const string Notes = "image/overlay2/imagedb/metadata/sha256/";
    public const string Tags = "image/overlay2/repositories.json";
    public const string Layers = "image/overlay2/layerdb/sha256/";

    private static readonly string s_configuration = """
        {"os":"linux","created":"2020-01-01T00:00:00Z","config":{},"history":[{"created_by":"first"},{"created_by":"second"}],"rootfs":{"type":"layers","diff_ids":["DIFF1","DIFF2"]}}
        """;

    public static readonly string Bottom = new('a', 64);
    public static readonly string Top = new('b', 64);
    public static readonly string Own = new('c', 64);
    public static readonly string Init = Own + "-init";
    public static readonly string Container = new('d', 64);

    public static readonly string Mount = "image/overlay2/layerdb/mounts/" + Container;
    public static readonly string Home = "containers/" + Container;
    public static readonly string Log = $"{Home}/{Container}-json.log";

    private static readonly string s_diff1 = "sha256:" + new string('1', 64);
    private static readonly string s_diff2 = "sha256:" + new string('2', 64);
    private static readonly string s_topChain = ChainIds.Of(s_diff1, s_diff2);

    /// <summary>Where the layer database has the bottom layer: its chain id is its diff id.</summary>
    public static readonly string BottomRecord = Layers + s_diff1[7..];

    public static readonly string TopRecord = Layers + s_topChain[7..];

    public static MadeStore Make()
    {
        var store = new MadeStore();
        Overlay(store, Bottom, "LA", "");
        Overlay(store, Top, "LB", "l/LA");
        Overlay(store, Init, "LI", "l/LB:l/LA");
        Overlay(store, Own, "LC", "l/LI:l/LB:l/LA");
        store.File(BottomRecord + "/diff", s_diff1).File(BottomRecord + "/cache-id", Bottom).File(BottomRecord + "/size", "10");
        store.File(TopRecord + "/diff", s_diff2).File(TopRecord + "/cache-id", Top).File(TopRecord + "/size", "20").File(TopRecord + "/parent", s_diff1);
        foreach (string record in (ReadOnlySpan<string>)[BottomRecord, TopRecord])
            store.File(record + "/tar-split.json.gz", TarSplitSample.Gzip(TarSplitSample.Lines(TarSplitSample.Segment(0, new byte[1024]))));
        store.File(Mount + "/mount-id", Own).File(Mount + "/init-id", Init).File(Mount + "/parent", s_topChain);
        store.File(Home + "/hostconfig.json", """{"LogConfig":{"Type":"json-file","Config":{}}}""").File(Log, """{"log":"x\n","stream":"stdout","time":"2020-01-01T00:00:00Z"}""" + "\n");
        return WithImage(store, s_configuration);
    }

    /// <summary>Another configuration of the image, under its own id.</summary>
    /// <param name="store">Has no image yet, or one that is to go.</param>
    /// <param name="part">A text of the configuration.</param>
    /// <param name="instead">What to put in its place.</param>
    public static void Image(MadeStore store, string part, string instead)
    {
        Assert.That(s_configuration, Does.Contain(part));
        store.Without(Images.TrimEnd('/'));
        WithImage(store, s_configuration.Replace(part, instead, StringComparison.Ordinal));
    }

    /// <summary>The image's file and its notes, whatever its id.</summary>
    public static string Id => IdOf(s_configuration);

    private static MadeStore WithImage(MadeStore store, string configuration)
    {
        string id = IdOf(configuration);
        return store.File(Images + id, Filled(configuration)).Folder(Notes + id)
            .File(Tags, $$$"""{"Repositories":{"app":{"app:latest":"sha256:{{{id}}}"} } }""")
            .File(Home + "/config.v2.json", $$"""{"ID":"{{Container}}","Name":"/web","Driver":"overlay2","Image":"sha256:{{id}}","State":{"StartedAt":"2020-01-01T00:00:00Z"},"Config":{} }""");
    }

    private static string IdOf(string configuration) => ChainIds.Digest(Encoding.Latin1.GetBytes(Filled(configuration)))[7..];

    private static string Filled(string configuration) =>
        configuration.Trim().Replace("DIFF1", s_diff1, StringComparison.Ordinal).Replace("DIFF2", s_diff2, StringComparison.Ordinal);

    private static void Overlay(MadeStore store, string id, string link, string lower)
    {
        store.Folder($"overlay2/{id}/diff").File($"overlay2/{id}/link", link).Link("overlay2/l/" + link, $"../{id}/diff");
        if (lower.Length > 0)
            store.File($"overlay2/{id}/lower", lower).Folder($"overlay2/{id}/work");
    }
}
