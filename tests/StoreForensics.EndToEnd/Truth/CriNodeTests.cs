using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>A node whose CRI was asked before the power was cut: what is compared in one way, whichever engine answered.</summary>
/// <param name="host">The folder of the evidence and of its truth.</param>
/// <param name="changed">Of how many containers and sandboxes truth has the changes.</param>
/// <param name="isSample">Whether the host is a committed sample.</param>
internal abstract class CriNodeTests(string host, int changed, bool isSample = false)
{
    private Lazy<IReadOnlyDictionary<string, JsonRow>>? _containers;
    private Lazy<IReadOnlyList<JsonRow>>? _findings;

    protected static IReadOnlyDictionary<string, string> States { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["CONTAINER_RUNNING"] = "running",
        ["CONTAINER_EXITED"] = "exited",
        ["CONTAINER_CREATED"] = "created",
        ["SANDBOX_READY"] = "running",
        ["SANDBOX_NOTREADY"] = "exited",
    };

    protected string Tar => isSample ? Path.Combine(Checkout.Samples, host, host + ".tar.gz")
        : Unpacked.PlainTar(SharedFolder.Require($"evidence/{host}/{host}.tar.xz"));

    /// <summary>By id.</summary>
    protected IReadOnlyDictionary<string, JsonRow> Containers =>
        (_containers ??= new(() => Ask("containers").ToDictionary(row => row.Text("id")!, StringComparer.Ordinal))).Value;

    protected IReadOnlyList<JsonRow> Findings => (_findings ??= new(() => Ask("findings"))).Value;

    [Test]
    public void Pods_are_those_of_the_CRI()
    {
        string[] lines = [.. File.ReadLines(Truth("pods.txt")).Skip(1)];
        var says = new Disagreements();
        says.SameSet("pods", lines.Select(l => l.Split('\t')).Select(f => $"{f[0]}/{f[1]} {f[2]} {f[3]} {States[f[4]]} {f[6]}"), Ask("pods").Select(r =>
            $"{r.Text("namespace")}/{r.Text("pod")} {r.Text("pod_uid")} {r.Number("attempt")} {r.Text("state")} {r.Text("pod_id")}"));
        says.AssertNone();
    }

    [Test]
    public void A_container_holds_what_its_mounts_showed()
    {
        string[] listings = Directory.GetFiles(Truth("merged"), "*.txt");
        ProgramRun[] runs = BuiltProgram.RunAll([.. listings.Select(l => (string[])["ls", Tar, IdOf(l), "--recursive", "--format", "json"])]);
        var says = new Disagreements();
        foreach ((string listing, ProgramRun run) in listings.Zip(runs))
            says.SameSortedSet(Path.GetFileName(listing), File.ReadLines(listing, Encoding.Latin1).Where(l => l.Length > 0).Select(ExportTests.Line)
                .Select(l => l.Replace(" /./", " /", StringComparison.Ordinal)).Where(l => !l.EndsWith(" /.", StringComparison.Ordinal)),
                run.MustExit(0, 4).JsonRows().Select(ExportTests.Line));
        says.AssertNone(isSample ? changed : 16);
    }

    [Test]
    public void Diff_is_what_the_writable_directory_adds()
    {
        string[] listings = Directory.GetFiles(Truth("rwdiff"), "*.txt");
        ProgramRun[] runs = BuiltProgram.RunAll([.. listings.Select(l => (string[])["diff", Tar, IdOf(l), "--format", "json"])]);
        var says = new Disagreements();
        foreach ((string listing, ProgramRun run) in listings.Zip(runs))
            says.SameSet(Path.GetFileName(listing), File.ReadLines(listing, Encoding.Latin1).Where(l => l.Length > 0),
                run.MustExit(0, 4).JsonRows().Select(row => $"{row.Text("change")} {RawBytes.OfJsonPath(row)}"));
        says.AssertNone(changed);
    }

    /// <summary>Says what of each sandbox is not as the CRI answered.</summary>
    /// <param name="says">Gets seven comparisons a sandbox.</param>
    /// <param name="more">What else this engine's answer is compared with.</param>
    protected void CompareSandboxes(Disagreements says, Action<string, JsonElement, JsonRow>? more = null)
    {
        foreach ((JsonElement status, _) in Answers("sandbox"))
        {
            JsonRow row = Containers[status.Text("id")!];
            string name = row.Text("name")!;
            JsonElement metadata = status.Member("metadata")!.Value;
            says.Same($"kind of {name}", "sandbox", row.Text("kind"));
            says.Same($"name of {name}", $"{metadata.Text("namespace")}/{metadata.Text("name")}", name);
            says.Same($"uid of {name}", metadata.Text("uid"), row.Text("pod_uid"));
            says.Same($"attempt of {name}", metadata.Number("attempt"), row.Number("attempt"));
            says.Same($"state of {name}", States[status.Text("state")!], row.Text("state"));
            says.Same($"created of {name}", Nanoseconds(status.Text("createdat")!), Time(row.TextOrNull("created")));
            says.SameSet($"labels of {name}", status.Members("labels").Select(l => $"{l.Name}={l.Value}"), row.Map("labels").Select(l => $"{l.Key}={l.Value}"));
            more?.Invoke(name, status, row);
        }
    }

    protected string Truth(string path) => isSample ? Path.Combine(Checkout.Samples, host, "engine", path)
        : SharedFolder.Require($"evidence/{host}/truth/{path}");

    /// <summary>What the CRI answered of each container or sandbox.</summary>
    protected IEnumerable<(JsonElement Status, JsonElement Info)> Answers(string kind)
    {
        foreach (string file in Directory.GetFiles(Truth("cri"), kind + "-*.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            using JsonDocument info = JsonDocument.Parse(document.RootElement.GetProperty("info").GetProperty("info").GetString()!);
            yield return (document.RootElement.GetProperty("status").Clone(), info.RootElement.Clone());
        }
    }

    protected IReadOnlyList<JsonRow> Ask(string command, params string[] more) =>
        BuiltProgram.Run([command, Tar, "--format", "json", .. more]).MustExit(0, 4).JsonRows();

    /// <summary>Whether a record ends a line that was begun before it.</summary>
    protected static bool IsEndOfParts(string[] lines, string line)
    {
        int at = Array.IndexOf(lines, line);
        string stream = line.Split(' ')[1];
        string? before = lines[..at].LastOrDefault(l => l.Split(' ')[1] == stream);
        return before is not null && before.Split(' ')[2] == "P";
    }

    /// <summary>The CRI's nanoseconds as the contract spells times; null for none.</summary>
    protected static string? Nanoseconds(string text)
    {
        long ns = long.Parse(text, CultureInfo.InvariantCulture);
        return ns == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{DateTimeOffset.FromUnixTimeSeconds(ns / 1_000_000_000):yyyy-MM-ddTHH:mm:ss}.{ns % 1_000_000_000:d9}");
    }

    protected static string? Time(string? contractual) => contractual?[..29];

    // containerd's namespace stands before the id there.
    private static string IdOf(string listing) => Path.GetFileNameWithoutExtension(listing).Replace("k8s.io-", "", StringComparison.Ordinal)
        .Replace("default-", "", StringComparison.Ordinal);
}
