using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;
using StoreForensics.EndToEnd.Truth.Timelines;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// Two public roots of Docker 1.13's and 17.06's time, both taken while a container ran: aufs and overlay2. Compared with what an independent script read
/// from the members; what it took for the content of a running container's layer too. All names belong to the one user who copied them: a loss, told as damage.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixture("aufs.v2.tgz")]
[TestFixture("overlay2.v2.tgz")]
internal sealed class PublicLayeredTests(string archive)
{
    private const string Folder = "evidence-public/docker-explorer/";

    private JsonElement _derived;
    private string _tar = "";
    private TimelineRows _rows = null!;

    [OneTimeSetUp]
    public void Ask()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require(Folder + "expected.json")));
        _derived = document.RootElement.GetProperty("files").GetProperty(archive).GetProperty("derived").Clone();
        string path = SharedFolder.Require(Folder + archive);
        _tar = Unpacked.PlainTar(path);
        _rows = new TimelineRows(CsvTable.Parse(BuiltProgram.Run("timeline", path).MustExit(4).Output));
    }

    [Test]
    public void Containers_are_as_recorded()
    {
        var own = Ask("containers").ToDictionary(row => row.Text("id")!);
        var disagreements = new Disagreements();
        foreach (JsonElement container in Containers)
        {
            string id = container.Text("id")!;
            JsonRow row = own[id];
            disagreements.Same($"name of {id}", container.Text("name")!.TrimStart('/'), row.Text("name"));
            disagreements.Same($"image of {id}", container.Text("imageref"), row.Text("image"));
            disagreements.Same($"image_id of {id}", container.Text("imageid"), row.Text("image_id"));
            disagreements.Same($"command of {id}", string.Join(' ', container.Texts("argv")), row.Text("command"));
            disagreements.Same($"created of {id}", EngineTime.Canonical(container.Text("createdat") ?? container.Text("created")),
                EngineTime.Canonical(row.Text("created")));
            disagreements.Same($"started of {id}", EngineTime.Canonical(container.Text("startedat")), EngineTime.Canonical(row.Text("started")));
            disagreements.Same($"finished of {id}", EngineTime.Canonical(container.Text("finishedat")), EngineTime.Canonical(row.Text("finished")));
            disagreements.Same($"running of {id}", container.Flag("running"), row.Text("state") == "running");
            disagreements.Same($"exit_code of {id}", container.Number("exitcode"), row.Number("exit_code"));
            disagreements.Same($"layer of {id}", container.Text("mountid"), row.Text("layer"));
        }
        disagreements.Same("containers", Containers.Count(), own.Count);
        disagreements.AssertNone(40);
    }

    [Test]
    public void The_image_and_its_history_are_as_recorded()
    {
        JsonElement recorded = _derived.GetProperty("images").EnumerateArray().Single();
        JsonElement layer = _derived.GetProperty("layers").EnumerateArray().Single();
        JsonRow image = Ask("images").Single();
        var steps = recorded.GetProperty("history").EnumerateArray().Reverse();
        var disagreements = new Disagreements();
        disagreements.Same("reference", "busybox:latest", $"{image.Text("repository")}:{image.Text("tag")}");
        disagreements.Same("id", recorded.Text("id"), image.Text("id"));
        disagreements.Same("created", EngineTime.Canonical(recorded.Text("created")), EngineTime.Canonical(image.Text("created")));
        disagreements.Same("docker_version", recorded.Text("dockerversion"), image.Text("docker_version"));
        disagreements.SameList("layers", [layer.Text("cacheid")!], image.List("layers"));
        disagreements.Same("size", layer.Number("size"), image.Number("size"));
        foreach ((JsonElement step, JsonRow row) in steps.Zip(Ask("history", "busybox")))
        {
            disagreements.Same("created_by", step.Text("createdby"), row.Text("created_by"));
            disagreements.Same("created of a step", EngineTime.Canonical(step.Text("created")), EngineTime.Canonical(row.Text("created")));
            disagreements.Same("empty_layer", step.Flag("emptylayer"), row.Flag("empty_layer"));
        }
        disagreements.AssertNone(12);
    }

    [Test]
    public void What_containers_wrote_is_in_the_timeline_once()
    {
        var disagreements = new Disagreements();
        foreach (JsonElement container in Containers)
        {
            foreach (JsonElement change in container.GetProperty("rw_layer_changes").EnumerateArray())
            {
                string path = change.Text("path")!;
                TimelineRow[] rows = [.. _rows.Of("layer.file.modified").Where(row => row["layer"] == container.Text("mountid") && row.Path == path)];
                disagreements.SameList($"times of {path}", [EngineTime.Canonical(change.Text("mtime"))!], rows.Select(row => row.Time));
            }
        }
        disagreements.True("no copy is counted", !_rows.All.Any(row => row["origin"].Contains("/merged/", StringComparison.Ordinal)
            || row["origin"].Contains("aufs/mnt/", StringComparison.Ordinal)));
        var files = _rows.Of("layer.file.modified").ToList();
        disagreements.Same("files told twice", files.Count, files.Select(row => (row["layer"], row.Path)).Distinct().Count());
        disagreements.AssertNone(2);
    }

    private IEnumerable<JsonElement> Containers => _derived.GetProperty("containers").EnumerateArray();

    private IReadOnlyList<JsonRow> Ask(string command, params string[] rest) =>
        BuiltProgram.Run([command, _tar, .. rest, "--format", "json"]).MustExit(4).JsonRows();
}
