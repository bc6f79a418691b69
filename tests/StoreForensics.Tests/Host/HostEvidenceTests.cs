using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Reports.Json;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Host;

/// <summary>A host's tar, written here by hand, through the whole program.</summary>
[TestFixture]
public sealed class HostEvidenceTests
{
    private const string Layer = "var/lib/docker/overlay2/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test]
    public void HostOfATar_IsInInventoryAndJson()
    {
        using var scratch = new Scratch();
        using Analyzer analyzer = Analyzer.Open(new AnalysisOptions { Evidence = ["-"], StandardInput = new MemoryStream(Tar()) }, scratch);
        HostFacts host = analyzer.Inventory.Hosts.Single();
        Assert.That(HostWords.Facts(host), Is.EqualTo(new[]
        {
            ("Host", "web-03"), ("OS", "Alpine Linux v3.18"), ("Time zone", "Asia/Tokyo"), ("Packages", "docker-engine 23.0.6-r7"),
            ("daemon.json", "data-root = \"/srv/docker\", auth-token = \"•••• (7 characters)\""), ("Docker group", "alice"),
        }));
        Assert.That(analyzer.Problems.Sorted().Count(p => p.Code == "SF-HOST-0011"), Is.EqualTo(1));
        JsonElement info = Info(analyzer).GetProperty("hosts")[0], inventory = InventoryOf(analyzer).GetProperty("hosts")[0];
        foreach (JsonElement json in new[] { info, inventory })
        {
            Assert.That(json.GetProperty("hostname").GetProperty("text").GetString(), Is.EqualTo("web-03"));
            Assert.That(json.GetProperty("hostname").GetProperty("origin").GetProperty("path").GetString(), Is.EqualTo("etc/hostname"));
            Assert.That(json.GetProperty("daemon_json").GetProperty("settings")[1].GetProperty("json").GetString(), Is.EqualTo("\"hunter2\""));
            Assert.That(json.GetProperty("docker_group")[0].GetProperty("name").GetString(), Is.EqualTo("alice"));
            Assert.That(json.GetProperty("os").GetProperty("version").GetString(), Is.EqualTo("3.18.4"));
            Assert.That(json.GetProperty("machine_id").ValueKind, Is.EqualTo(JsonValueKind.Null));
        }
    }

    private static JsonElement Info(Analyzer analyzer)
    {
        using var target = new MemoryStream();
        using (var json = new Utf8JsonWriter(target))
            InfoJson.Write(json, analyzer.Evidence[0], analyzer.Inventory, 0, null, null, null, 0);
        return JsonDocument.Parse(target.ToArray()).RootElement;
    }

    private static JsonElement InventoryOf(Analyzer analyzer)
    {
        using var target = new MemoryStream();
        new InventoryJsonWriter().Write(analyzer.BuildCase(new CaseDetails(), new ToolDetails("t", "0", "t"), analyzer.BuildTimeline(new TimelineOptions())),
            target);
        return JsonDocument.Parse(target.ToArray()).RootElement;
    }

    private static byte[] Tar()
    {
        var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax))
        {
            File("etc/hostname", "web-03\n");
            File("etc/group", "docker:x:101:alice\n");
            File("etc/docker/daemon.json", "{\"data-root\":\"/srv/docker\",\"auth-token\":\"hunter2\"}");
            File("srv/docker/tmp/x", "");
            File("lib/apk/db/installed", "P:docker-engine\nV:23.0.6-r7\n\n");
            File("usr/lib/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.18.4\nPRETTY_NAME=\"Alpine Linux v3.18\"\n");
            Link("etc/os-release", "../usr/lib/os-release");
            Link("etc/localtime", "/usr/share/zoneinfo/Asia/Tokyo");
            File("var/lib/docker/image/overlay2/repositories.json", "{\"Repositories\":{}}");
            File("var/lib/docker/image/overlay2/imagedb/content/sha256/.keep", "");
            File("var/lib/docker/overlay2/l/.keep", "");
            File("var/lib/docker/volumes/.keep", "");
            File(Layer + "/link", "ABCDEF");
            File(Layer + "/diff/etc/hostname", "layer\n");

            void File(string path, string text) =>
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                    ModificationTime = DateTimeOffset.UnixEpoch
                });
            void Link(string path, string target) =>
                tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target, ModificationTime = DateTimeOffset.UnixEpoch });
        }
        return bytes.ToArray();
    }
}
