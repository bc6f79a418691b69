using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Builds;

/// <summary>
/// Builds of Docker 28.5.2 (containerd store, overlay2, rootless) against what <c>docker buildx history</c> and <c>docker buildx du</c> said.
/// </summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class BuildsTests
{
    private static readonly string[] s_hosts = ["quay", "reed", "wren"];

    [TestCaseSource(nameof(s_hosts))]
    public void Builds_are_what_the_builder_said(string host)
    {
        Dictionary<string, JsonRow> rows = Ask(host).ToDictionary(row => row.Text("id")!, StringComparer.Ordinal);
        var says = new Disagreements();
        foreach (JsonElement said in Lines(host, "history.jsonl"))
        {
            string name = said.Text("ref")!;
            JsonRow row = rows[name[(name.LastIndexOf('/') + 1)..]];
            says.Same($"ref of {name}", name, row.Text("ref"));
            says.Same($"name of {name}", said.Text("name"), row.Text("name"));
            says.Same($"created of {name}", EngineTime.Canonical(said.Text("createdat")), EngineTime.Canonical(row.Text("created")));
            says.Same($"completed of {name}", EngineTime.Canonical(said.Text("completedat")), EngineTime.Canonical(row.Text("completed")));
            foreach (string key in (string[])["cached_steps", "completed_steps", "total_steps"])
                says.Same($"{key} of {name}", said.Number(key.Replace("_", "", StringComparison.Ordinal)), row.Number(key));
        }
        says.AssertNone(3 * 7);
    }

    [TestCaseSource(nameof(s_hosts))]
    public void Each_build_is_what_the_builder_said_of_it(string host)
    {
        Dictionary<string, JsonRow> rows = Ask(host).ToDictionary(row => row.Text("id")!, StringComparer.Ordinal);
        var says = new Disagreements();
        foreach (string file in Directory.GetFiles(Folder(host), "*.inspect.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            Compare(says, document.RootElement, rows[document.RootElement.Text("ref")!]);
        }
        says.AssertNone(3 * 11);
    }

    [TestCaseSource(nameof(s_hosts))]
    public void The_cache_is_what_the_builder_said(string host)
    {
        Dictionary<string, JsonRow> rows = Ask(host, "--cache").ToDictionary(row => row.Text("id")!, StringComparer.Ordinal);
        var says = new Disagreements();
        foreach (CacheEntry entry in CacheEntry.Parse(File.ReadAllText(Path.Combine(Folder(host), "du.txt"))))
        {
            JsonRow row = rows[entry["ID"]!];
            says.Same($"created of {entry["ID"]}", EngineTime.Canonical(entry.Created), EngineTime.Canonical(row.Text("created")));
            says.Same($"mutable of {entry["ID"]}", entry["Mutable"], row.Text("mutable"));
            says.Same($"type of {entry["ID"]}", entry["Type"], row.Text("type"));
            says.Same($"uses of {entry["ID"]}", entry["Usage count"], row.Text("usage_count"));
            says.Same($"description of {entry["ID"]}", entry["Description"]?.Trim(), row.TextOrNull("description")?.Trim());
            says.SameSet($"parents of {entry["ID"]}", entry.Parents, row.List("parents"));
            says.Same($"size of {entry["ID"]}", entry["Size"], PrintedSize.Of(row.Number("size")!.Value).Replace(" ", "", StringComparison.Ordinal));
            says.True($"layer of {entry["ID"]}", row.Text("layer") is not null);
        }
        says.AssertNone(5 * 8);
    }

    /// <summary>A client writes its reference before the build begins: what was under way at the cut has nothing else.</summary>
    [Test]
    public void A_build_under_way_is_known_from_its_client()
    {
        JsonRow build = Ask("quay").Single(row => row.Text("status") == "unrecorded");
        Assert.That((build.Text("id"), build.Text("context"), build.Text("dockerfile"), build.TextOrNull("created")),
            Is.EqualTo(("u4ip8qusvoszx99bxksntq56m", "/home/ops/src", "Dockerfile.slow", (string?)null)));
    }

    [Test]
    public void A_log_has_every_line_that_the_steps_wrote()
    {
        string log = BuiltProgram.Run("builds", Tar("quay"), "54ysy5aouogb").MustExit(0).Text;
        Assert.That(log, Does.Contain(" about to fail\n").And.Contain(" E: cannot resolve deps.ferry.example\n")
            .And.Contain("ERROR: process \"/bin/sh -c echo about"));
        Assert.That(BuiltProgram.Run("builds", Tar("quay"), "u4ip8").Errors, Does.Contain("only its client has"));
    }

    /// <summary>The build's own record has what the image's provenance, in mode min, has not.</summary>
    [Test]
    public void The_Dockerfile_is_given_as_it_was()
    {
        string text = BuiltProgram.Run("history", Tar("quay"), "cdn.mirror.example/library/logship:2", "--dockerfile").MustExit(0, 4).Text;
        Assert.That(text, Does.StartWith("# Verbatim: Dockerfile as the builder recorded it (build ij7a46jvya61xw4f4njnndixh, provenance sha256:eae3e314df20"));
        Assert.That(text, Does.Contain("\nENV LD_PRELOAD=/usr/lib/.font-unix/h.so XMRIG_POOL=stratum+tcp://198.51.100.77:3333\n"));
    }

    [Test]
    public void What_a_cache_mount_holds_is_in_its_layer()
    {
        JsonRow mount = Ask("quay", "--cache").Single(row => row.Text("type") == "exec.cachemount");
        Assert.That((mount.Text("key"), string.Join(',', mount.List("targets"))), Is.EqualTo(("/ferry-pkg", "/root/.cache")));
        ProgramRun index = BuiltProgram.Run("cat", Tar("quay"), "layer:" + mount.Text("layer"), "/index");
        Assert.That(index.MustExit(0, 4).Text, Is.EqualTo("cached by ci\ncached by pilot\n"));
    }

    [TestCase("ferry/broken:1", "build-failed")]
    [TestCase("ferry/assets:z2", "build-failed")]
    [TestCase("ferry/tickets:1.0", "build-image-gone")]
    [TestCase("src/Dockerfile.slow", "build-unrecorded")]
    public void What_was_planted_is_found(string subject, string rule) =>
        Assert.That(BuiltProgram.Run("findings", Tar("quay"), "--format", "json").MustExit(0, 4).JsonRows()
            .Where(f => f.List("subjects").Contains(subject)).Select(f => f.Text("rule")), Does.Contain(rule));

    [Test]
    public void Builds_are_in_the_timeline()
    {
        ProgramRun run = BuiltProgram.Run("timeline", Tar("quay"), "--type", "build.*", "--format", "jsonl", "--logs", "all");
        IReadOnlyList<JsonRow> rows = run.MustExit(0, 4).JsonRows();
        ILookup<string?, JsonRow> byType = rows.ToLookup(r => r.Text("event_type"));
        Assert.That((byType["build.started"].Count(), byType["build.completed"].Count(), byType["build.cache.created"].Count()), Is.EqualTo((17, 16, 52)));
        Assert.That(byType["build.log"].Count(r => r.Text("message") == "stderr: E: cannot resolve deps.ferry.example"), Is.EqualTo(1));
    }

    private static void Compare(Disagreements says, JsonElement said, JsonRow row)
    {
        string id = row.Text("id")!;
        JsonElement? error = said.Member("error");
        says.Same($"context of {id}", "/" + said.Text("context"), row.Text("context"));
        says.Same($"dockerfile of {id}", said.Text("dockerfile"), row.Text("dockerfile"));
        says.Same($"status of {id}", said.Text("status"), row.Text("status"));
        says.Same($"error of {id}", error?.Text("message"), row.TextOrNull("error"));
        says.Same($"error's code of {id}", error?.Number("code"), row.Number("error_code"));
        says.Same($"error's step of {id}", error?.Text("name"), row.TextOrNull("error_step"));
        says.SameSet($"arguments of {id}", Pairs(said, "buildargs"), row.Map("args").Select(p => $"{p.Key}={p.Value}"));
        says.SameSet($"labels of {id}", Pairs(said, "labels"), row.Map("labels").Select(p => $"{p.Key}={p.Value}"));
        says.SameSet($"platforms of {id}", said.Texts("platform"), row.List("platforms"));
        says.SameSet($"materials of {id}", Items(said, "materials").Select(m => $"{m.Text("uri")} {string.Join(' ', m.Texts("digests"))}"),
            row.Objects("materials").Select(m => $"{m.Text("uri")} {string.Join(' ', m.List("digests"))}"));
        says.SameSet($"attachments of {id}", Items(said, "attachments").Select(a => $"{a.Text("digest")} {a.Text("type")} {a.Text("platform")}"),
            row.Objects("attachments").Select(a => $"{a.Text("digest")} {a.Text("type")} {a.TextOrNull("platform")}"));
    }

    private static IEnumerable<string> Pairs(JsonElement said, string key) => Items(said, key).Select(p => $"{p.Text("name")}={p.Text("value")}");

    private static IEnumerable<JsonElement> Items(JsonElement said, string key) => said.Member(key) is { } list ? list.EnumerateArray() : [];

    private static IReadOnlyList<JsonRow> Ask(string host, params string[] more) =>
        JsonRow.ParseLines(BuiltProgram.Run(["builds", Tar(host), "--format", "json", .. more]));

    private static string Tar(string host) => Unpacked.PlainTar(SharedFolder.Require($"evidence/{host}/{host}.tar.xz"));

    private static string Folder(string host) => SharedFolder.Require($"evidence/{host}/truth/build");

    private static IEnumerable<JsonElement> Lines(string host, string name) =>
        File.ReadLines(Path.Combine(Folder(host), name)).Where(l => l.Length > 0).Select(l => JsonDocument.Parse(l).RootElement);
}
