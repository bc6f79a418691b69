using static StoreForensics.Tests.Stores.LayeredSample;

namespace StoreForensics.Tests.Stores.Docker.Containers;

/// <summary>One fault each in what a store keeps of containers, volumes and networks, in its
/// small files and in logs: it is told with its code, its weight and its place.</summary>
internal sealed class ContainerFaultTests
{
    private const string Line = """{"log":"x\n","stream":"stdout","time":"2020-01-01T00:00:00Z"}""" + "\n";

    [TestCaseSource(nameof(ContainerFaults))]
    [TestCaseSource(nameof(FileFaults))]
    [TestCaseSource(nameof(LogFaults))]
    public void Is_told(object fault)
    {
        MadeStore store = Make();
        ((StoreFault)fault).Change(store);
        store.ReadWithLogs();
        ((StoreFault)fault).AssertTold(store);
    }

    private static IEnumerable<TestCaseData> ContainerFaults() =>
    [
        StoreFault.Warning("no configuration", "SF-CONTAINER-0001", Home, s => s.Without(Home + "/config.v2.json")),
        StoreFault.Warning("another id", "SF-CONTAINER-0002", Home + "/config.v2.json", s =>
            s.Replace(Home + "/config.v2.json", Container, new string('0', 64))),
        StoreFault.Note("file among directories", "SF-CONTAINER-0003", "containers/x", s => s.File("containers/x", "")),
        StoreFault.Warning("name that is no id", "SF-CONTAINER-0004", "containers/old", s => s.Folder("containers/old")),
        StoreFault.Warning("no mount", "SF-CONTAINER-0005", Home, s => s.Without(Mount).Folder("image/overlay2/layerdb/mounts")),
        StoreFault.Damage("image's top layer without record", "SF-CONTAINER-0006", Mount, s => s.Without(TopRecord)),
        StoreFault.Damage("no directory", "SF-CONTAINER-0007", Mount, s => s.Without("overlay2/" + Own)),
        StoreFault.Warning("no hostconfig.json", "SF-CONTAINER-0008", Home, s => s.Without(Home + "/hostconfig.json")),
        StoreFault.Warning("no log", "SF-CONTAINER-0009", Home, s => s.Without(Log)),
        StoreFault.Warning("no init-id", "SF-CONTAINER-0010", Mount, s => s.Without(Mount + "/init-id")),
        StoreFault.Warning("no parent", "SF-CONTAINER-0011", Mount, s => s.Without(Mount + "/parent")),
        StoreFault.Warning("no parent and no image", "SF-CONTAINER-0011", Mount, s => s.Without(Mount + "/parent").Without(Images + Id)),
        StoreFault.Warning("empty, and a temporary one", "SF-CONTAINER-0021", Home + "/.tmp-config.v2.json123", s =>
            s.File(Home + "/.tmp-config.v2.json123", s.Text(Home + "/config.v2.json")).File(Home + "/config.v2.json", "")),
        StoreFault.Warning("data elsewhere", "SF-VOLUME-0001", "volumes/data/_data", s => s.Link("volumes/data/_data", "/mnt/data")),
        StoreFault.Note("no metadata.db", "SF-VOLUME-0002", "volumes", s => s.Folder("volumes")),
        StoreFault.Note("no local-kv.db", "SF-NETDB-0002", "network/files", s => s.Folder("network/files")),
    ];

    private static IEnumerable<TestCaseData> FileFaults() =>
    [
        StoreFault.Damage("unreadable", "SF-STORE-0001", Tags, s => s.Lost(Tags)),
        StoreFault.Damage("link for a file", "SF-STORE-0002", Tags, s => s.Link(Tags, "/etc/passwd")),
        StoreFault.Damage("link for a directory", "SF-STORE-0003", "image/overlay2/layerdb/mounts", s =>
            s.Without("image/overlay2/layerdb/mounts").Link("image/overlay2/layerdb/mounts", "/etc")),
        StoreFault.Damage("too large", "SF-STORE-0004", Tags, s => s.Claiming(Tags, 33 << 20)),
        StoreFault.Damage("shorter than it says", "SF-STORE-0005", Tags, s => s.Claiming(Tags, 1000)),
        StoreFault.Damage("empty", "SF-JSON-0001", Tags, s => s.File(Tags, "")),
        StoreFault.Damage("cut", "SF-JSON-0002", Tags, s => s.File(Tags, "{\"Repositories\":")),
        StoreFault.Damage("array", "SF-JSON-0003", Tags, s => s.File(Tags, "[]")),
        StoreFault.Warning("not UTF-8", "SF-JSON-0004", Tags, s => s.Replace(Tags, "app:latest", "app:\u00ff")),
        StoreFault.Warning("more behind it", "SF-JSON-0005", Tags, s => s.File(Tags, s.Text(Tags) + "}")),
        StoreFault.Damage("another type", "SF-JSON-0006", Home + "/config.v2.json", s => s.Replace(Home + "/config.v2.json", "\"/web\"", "7")),
    ];

    private static IEnumerable<TestCaseData> LogFaults() =>
    [
        StoreFault.Damage("unreadable", "SF-LOG-0001", Log, s => s.Lost(Log)),
        StoreFault.Damage("gzip that is none", "SF-LOG-0001", Log + ".1.gz", s => s.File(Log + ".1.gz", "no gzip at all")),
        StoreFault.Damage("gzip that was cut", "SF-LOG-0002", Log + ".1.gz", s => s.File(Log + ".1.gz", CutGzip())),
        StoreFault.Damage("line that is none", "SF-LOG-0003", Log, s => s.File(Log, "garbage\n" + Line)),
        StoreFault.Warning("gap", "SF-LOG-0004", Log + ".2", s => s.File(Log + ".2", Line)),
        StoreFault.Warning("emptied", "SF-LOG-0005", Log + ".1", s => s.File(Log + ".1", "")),
        StoreFault.Warning("smaller than max-size", "SF-LOG-0005", Log + ".1", s =>
            s.File(Log + ".1", Line).Replace(Home + "/hostconfig.json", "{}", "{\"max-size\":\"1m\"}")),
        StoreFault.Warning("cut", "SF-LOG-0006", Log, s => s.File(Log, Line + Line[..20])),
        StoreFault.Damage("NUL bytes", "SF-LOG-0007", Log, s => s.File(Log, Line + "\0\0\0" + Line)),
        StoreFault.Damage("NUL bytes", "SF-LOCALLOG-0007", Home + "/local-logs/container.log", s => s.File(Home + "/local-logs/container.log", "\0\0\0")),
        StoreFault.Note("there twice, once cut", "SF-LOG-0008", Log + ".1.gz", s => s.File(Log + ".1", Line + Line).File(Log + ".1.gz", CutGzip())),
        StoreFault.Note("there twice, once empty", "SF-LOG-0008", Log + ".1.gz", s => s.File(Log + ".1", Line + Line).File(Log + ".1.gz", "")),
        StoreFault.Note("there twice and the same", "SF-LOG-0008", Log + ".1.gz", s => s.File(Log + ".1", Line).File(Log + ".1.gz", Gzip(Line))),
        StoreFault.Warning("there twice and different", "SF-LOG-0009", Log + ".1.gz", s =>
            s.File(Log + ".1", Line).File(Log + ".1.gz", Gzip(Line.Replace('x', 'y')))),
        StoreFault.Warning("there twice and shorter", "SF-LOG-0009", Log + ".1.gz", s => s.File(Log + ".1", Line + Line).File(Log + ".1.gz", Gzip(Line))),
        StoreFault.Note("local there twice", "SF-LOG-0008", Home + "/local-logs/container.log.1.gz", s =>
            s.File(Home + "/local-logs/container.log.1", "").File(Home + "/local-logs/container.log.1.gz", "")),
        StoreFault.Damage("packed and damaged", "SF-LOCALLOG-0003", Home + "/local-logs/container.log", s =>
            s.File(Home + "/local-logs/container.log", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff])),
        StoreFault.Damage("unreadable", "SF-LOCALLOG-0006", Home + "/local-logs/container.log", s => s.Lost(Home + "/local-logs/container.log")),
    ];

    private static byte[] CutGzip() => Gzip(Line)[..^12];

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(text));
        return target.ToArray();
    }
}
