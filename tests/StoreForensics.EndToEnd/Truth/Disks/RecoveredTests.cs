using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Disks;

/// <summary>Five removed containers of a fresh ext4: what another reader got back byte for byte comes back here, and what they were.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class RecoveredTests
{
    private static readonly string[] s_removed = ["cellar", "courier", "grinder", "sifter", "watch-dog"];

    [Test]
    public void Every_file_that_can_be_had_back_is_had_back_byte_for_byte()
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/ghost/ghost.ext4.img.xz"));
        IReadOnlyDictionary<string, byte[]> truth = Unpacked.Files(SharedFolder.Require("evidence/ghost/truth/removed.tar.xz"));
        HashSet<(string Container, string Path, string Sha256)> had = [.. BuiltProgram
            .Run("timeline", evidence, "--recovered", "--hash", "files", "--format", "jsonl", "--type", "recovered.file").MustExit(0, 4).JsonRows()
            .Where(r => r.Text("certainty") == "intact" && r.Element.GetProperty("container").ValueKind == JsonValueKind.Array)
            .Select(r => (r.Element.GetProperty("container")[0].GetString()!, r.Text("path")!, r.Text("sha256") ?? ""))];
        string[][] rows = [.. File.ReadLines(SharedFolder.Require("evidence/ghost/truth/recoverable.tsv")).Skip(1).Select(l => l.Split('\t'))
            .Where(r => r[^1] == "yes")];
        string[] missing = [.. rows.Where(r => !had.Contains(Expected(r, truth))).Select(r => $"{r[0]} {r[1]}")];
        Assert.That(missing, Is.Empty);
        Assert.That(rows, Has.Length.EqualTo(50));
    }

    [Test]
    public void The_removed_containers_are_what_they_were_and_no_live_one_is_among_them()
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/ghost/ghost.ext4.img.xz"));
        IReadOnlyDictionary<string, byte[]> truth = Unpacked.Files(SharedFolder.Require("evidence/ghost/truth/removed.tar.xz"));
        JsonRow[] rows = [.. BuiltProgram.Run("containers", evidence, "--recovered", "--format", "json").MustExit(0, 4).JsonRows()];
        var recovered = rows.Where(r => r.Element.TryGetProperty("recovered", out JsonElement flag) && flag.GetBoolean()).ToDictionary(r => r.Text("id")!);
        foreach (string name in s_removed)
        {
            using var inspected = JsonDocument.Parse(truth[$"removed/{name}/inspect.json"]);
            JsonElement was = inspected.RootElement[0], config = was.GetProperty("Config");
            JsonRow row = recovered[was.GetProperty("Id").GetString()!];
            Assert.That(row.Text("name"), Is.EqualTo(name));
            Assert.That(row.Text("image"), Is.EqualTo(config.GetProperty("Image").GetString()));
            Assert.That(row.Text("image_id"), Is.EqualTo(was.GetProperty("Image").GetString()));
            Assert.That(row.Element.GetProperty("env").EnumerateArray().Select(e => e.GetString()),
                Is.EqualTo(config.GetProperty("Env").EnumerateArray().Select(e => e.GetString())));
            Assert.That(row.Element.GetProperty("privileged").GetBoolean(), Is.EqualTo(was.GetProperty("HostConfig").GetProperty("Privileged").GetBoolean()));
            Assert.That(row.Text("certainty"), Is.EqualTo("intact"));
            string log = BuiltProgram.Run("logs", evidence, name, "--recovered").MustExit(0, 4).Text;
            string[] expected = System.Text.Encoding.UTF8.GetString(truth[$"removed/{name}/logs.stdout"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.That(log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[31..]), Is.EqualTo(expected.Select(Text)));
        }
        string[] live = [.. BuiltProgram.Run("containers", evidence, "--format", "json").MustExit(0, 4).JsonRows().Select(r => r.Text("name")!)];
        Assert.That(live, Is.EquivalentTo(new[] { "later", "stays" }));
        Assert.That(recovered.Values.Select(r => r.Text("name")).Intersect(live), Is.Empty);
    }

    /// <summary>courier ran with --privileged, watch-dog with the host's /etc.</summary>
    [Test]
    public void What_removed_containers_were_allowed_is_found_and_said_to_be_of_removed_ones()
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/ghost/ghost.ext4.img.xz"));
        using var folder = new ScratchFolder();
        BuiltProgram.Run("analyze", evidence, "-o", folder.File("case.json")).MustExit(0, 4);
        using var report = JsonDocument.Parse(File.ReadAllBytes(folder.File("case.json")));
        string[] found = [.. report.RootElement.GetProperty("findings").EnumerateArray()
            .Where(f => f.GetProperty("reason").GetString()!.EndsWith("of what was recovered.", StringComparison.Ordinal))
            .Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("subjects")[0].GetString()}")];
        Assert.That(found, Has.Member("container-privileged courier").And.Member("container-host-path watch-dog"));
        Assert.That(found, Has.None.EndsWith(" stays").And.None.EndsWith(" later"));
    }

    /// <summary>Each of the five dropped a script and a program, and wrote keys.</summary>
    [Test]
    public void What_removed_containers_dropped_is_found_with_how_sure_it_is()
    {
        string evidence = Unpacked.Image(SharedFolder.Require("evidence/ghost/ghost.ext4.img.xz"));
        using var folder = new ScratchFolder();
        BuiltProgram.Run("analyze", evidence, "-o", folder.File("case.json")).MustExit(0, 4);
        using var report = JsonDocument.Parse(File.ReadAllBytes(folder.File("case.json")));
        string[] found = [.. report.RootElement.GetProperty("findings").EnumerateArray()
            .Where(f => f.GetProperty("reason").GetString()!.Contains("The file is recovered (intact: inode ", StringComparison.Ordinal))
            .Select(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("subjects")[0].GetString()} {f.GetProperty("path").GetString()}")];
        Dictionary<string, int> numbers = new() { ["grinder"] = 1, ["sifter"] = 2, ["courier"] = 3, ["watch-dog"] = 4, ["cellar"] = 5 };
        foreach ((string name, int number) in numbers)
        {
            Assert.That(found, Has.Member($"file-in-tmp {name} /tmp/.flour/drop{number}.sh"));
            Assert.That(found, Has.Member($"name-poses-file {name} /tmp/.flour/kworker{number}"));
            Assert.That(found, Has.Member($"persistence-ssh-key {name} /root/authorized_keys"));
        }
        Assert.That(found, Has.None.Contains("/etc/passwd").And.None.Contains(" stays ").And.None.Contains(" later "));
    }

    // Of docker logs with or without times before each line.
    private static string Text(string line) => line.Length > 31 && line[30] == ' ' && line[4] == '-' ? line[31..] : line;

    private static (string, string, string) Expected(string[] row, IReadOnlyDictionary<string, byte[]> truth)
    {
        string[] parts = row[1].Split('/');
        bool isLayer = parts[0] == "overlay2" && parts[2] == "diff";
        string file = $"removed/{row[0]}/" + (isLayer ? "layer/" + string.Join('/', parts[3..]) : "container/" + string.Join('/', parts[2..]));
        string path = isLayer ? "/" + string.Join('/', parts[3..]) : "/" + row[1];
        return (row[0], path, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(truth[file])));
    }
}
