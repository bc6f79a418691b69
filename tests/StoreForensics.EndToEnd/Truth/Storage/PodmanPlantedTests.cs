using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth.Storage;

/// <summary>What was planted in the stores of cellar (planted.json): told by a finding, else by the timeline.</summary>
[Parallelizable(ParallelScope.Self)]
internal sealed class PodmanPlantedTests
{
    // Podman's event of a secret's removal has its id alone.
    private static readonly string[] s_unnamed = ["old-pw"];

    // Removed, or a state and no deed: no finding, but events.
    private static readonly string[] s_eventsOnly =
        ["removed-orders", "flash", "registry.bakery.example:5000/bakery/orders:1.0", "oldvol", "sick", "systemd-orders-worker", "mine-dead"];

    private static string Tar => Unpacked.PlainTar(SharedFolder.Require("evidence/cellar/cellar.tar.xz"));

    [Test]
    public void Everything_planted_is_told()
    {
        JsonRow[] findings = [.. BuiltProgram.Run("findings", Tar, "--format", "json").MustExit(0, 4).JsonRows()];
        JsonRow[] events = [.. BuiltProgram.Run("timeline", Tar, "--format", "jsonl").MustExit(0, 4).JsonRows()];
        var says = new Disagreements();
        int found = 0;
        foreach (JsonElement item in PodmanEvidence.Json(SharedFolder.Require("evidence/cellar/planted.json")).GetProperty("planted").EnumerateArray())
        {
            string subject = item.Text("subject")!;
            string? path = item.Text("path");
            if (s_unnamed.Contains(subject))
                continue;
            if (findings.Any(f => (f.List("subjects").Contains(subject) || f.Text("reason")!.Contains(subject, StringComparison.Ordinal)) && IsAt(f, path)))
                found++;
            else
                says.True($"{subject} {path} in the timeline", events.Any(e => path is null ? e.Text("message")!.Contains(subject, StringComparison.Ordinal)
                    : e.TextOrNull("path") == path && Owners(e).Contains(subject)));
            if (path is null && s_eventsOnly.Contains(subject))
                says.True($"{subject} in an event", events.Any(e => e.Text("message")!.Contains(subject, StringComparison.Ordinal)));
        }
        says.AssertNone();
        Assert.That(found, Is.GreaterThanOrEqualTo(38));
    }

    /// <summary>The engine logged the removal of a secret by its id alone; its name is in no byte of the evidence, as it stands, in base64 or in hexadecimal
    /// digits.</summary>
    [Test]
    public void The_name_of_a_removed_secret_is_nowhere()
    {
        JsonRow[] events = [.. BuiltProgram.Run("timeline", Tar, "--format", "jsonl", "--match", "f266281dc7b63750ad00bd356").MustExit(0, 4).JsonRows()];
        Assert.That(events.Select(e => e.Text("message")), Is.EqualTo(new[]
        {
            "Secret create: f266281dc7b63750ad00bd356", "Secret remove: f266281dc7b63750ad00bd356",
        }));
        byte[] bytes = File.ReadAllBytes(Tar);
        foreach (string word in s_unnamed)
        {
            foreach (string spelling in (string[])[word, Convert.ToBase64String(Encoding.ASCII.GetBytes(word))[..7],
                Convert.ToHexStringLower(Encoding.ASCII.GetBytes(word))])
                Assert.That(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(spelling)), Is.EqualTo(-1), spelling);
        }
    }

    // Null where there is none.
    private static IEnumerable<string> Owners(JsonRow e) =>
        new[] { "image", "container" }.Where(k => e.Value(k).ValueKind == JsonValueKind.Array).SelectMany(e.List);

    private static bool IsAt(JsonRow finding, string? path) => path is null
        || (finding.TextOrNull("path") is { } own && (own == path || path.StartsWith(own + "/", StringComparison.Ordinal)
            || own.StartsWith(path + "/", StringComparison.Ordinal)));
}
