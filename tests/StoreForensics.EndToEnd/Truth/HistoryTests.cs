using System.Globalization;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Truth;

/// <summary>
/// <c>history</c> against <c>docker history --no-trunc</c>, and <c>--changes</c> against the layers of <c>docker save</c>. Asked for every image that
/// is nobody's parent: the others' histories are tails of theirs (which is checked), so every row of the engine's answers is compared.
/// </summary>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(GraphEvidence), nameof(GraphEvidence.All))]
internal sealed class HistoryTests(GraphEvidence evidence)
{
    private readonly Dictionary<string, IReadOnlyList<JsonRow>> _own = [];
    private Dictionary<string, EngineImage> _images = [];
    private Dictionary<string, ClientTable> _engine = [];

    [OneTimeSetUp]
    public void Ask()
    {
        _images = evidence.Truth.Images.ToDictionary(image => image.Id);
        _engine = evidence.Truth.Histories.ToDictionary(pair => pair.Image, pair => pair.Table);
        var parents = _images.Values.Select(image => image.Parent).ToHashSet();
        string[] heads = [.. _images.Keys.Where(id => !parents.Contains(id))];
        ProgramRun[] runs = evidence.AskEach("history", heads, "--changes");
        for (int i = 0; i < heads.Length; i++)
            _own[heads[i]] = runs[i].MustExit(evidence.GoodEnds).JsonRows();
    }

    [Test]
    public void Every_row_is_the_engines()
    {
        var disagreements = new Disagreements();
        foreach ((string image, IReadOnlyList<JsonRow> own) in _own)
        {
            ClientTable table = _engine[image];
            disagreements.Same($"steps of {image}", table.Rows.Count, own.Count);
            for (int i = 0; i < Math.Min(table.Rows.Count, own.Count); i++)
                Compare(disagreements, table, table.Rows[i], own[i], own.Count - i);
        }
        disagreements.AssertNone(_own.Count * 5);
    }

    [Test]
    public void The_history_of_an_intermediate_image_is_the_tail_of_a_later_ones()
    {
        var tails = new HashSet<string>();
        foreach (string head in _own.Keys)
        {
            string[] lines = Lines(_engine[head]);
            for (int i = 0; i < lines.Length; i++)
                tails.Add(string.Join('\n', lines[i..]));
        }
        Assert.That(_engine.Values.Select(table => string.Join('\n', Lines(table))).Where(text => !tails.Contains(text)), Is.Empty);
    }

    /// <summary>
    /// What each step added, changed and deleted is what the engine packed for that layer. An opaque directory stands in the tar as a marker
    /// (aufs); then the deleted names are not the engine's to tell, and the oracle tells them.
    /// </summary>
    [Test]
    public void Changes_are_what_docker_save_packed()
    {
        LayerOracle oracle = LayerOracle.For(evidence);
        var disagreements = new Disagreements();
        var seen = new HashSet<string>();
        foreach (JsonRow row in _own.Values.SelectMany(rows => rows))
        {
            if (row.Text("layer") is { } layer && seen.Add(layer))
                CompareChanges(disagreements, oracle, layer, row);
        }
        foreach ((string image, SaveListing listing) in evidence.Truth.Saves)
            disagreements.True($"a step with the layer of {image} that docker save packed",
                listing.Layers.All(l => seen.Contains(l) || oracle.Files(l).All(f => f.Entry.Path.Length == 0)));
        disagreements.AssertNone();
    }

    private void Compare(Disagreements disagreements, ClientTable table, string[] line, JsonRow row, int step)
    {
        string id = table.Cell(line, "IMAGE");
        EngineImage image = _images[id];
        disagreements.Same($"step of {id}", (long)step, row.Number("step"));
        disagreements.Same($"created of {id}", image.Created, EngineTime.Canonical(row.Text("created")));
        disagreements.Same($"created_by of {id}", table.Cell(line, "CREATED BY"), (row.Text("created_by") ?? "").Trim());
        disagreements.Same($"created_by of {id} to the last blank", image.CreatedBy, row.Text("created_by") ?? "");
        disagreements.Same($"size of {id}", table.Cell(line, "SIZE"), PrintedSize.Of(row.Number("size") ?? -1));
        disagreements.Same($"comment of {id}", (table.Has("COMMENT") ? table.Cell(line, "COMMENT") : image.Comment) ?? "", row.Text("comment") ?? "");
        disagreements.Same($"author of {id}", image.Author, row.TextOrNull("author"));
        disagreements.True($"layer of {id} is its own or, of an empty one, null: {row.Text("layer")}", row.Text("layer") == id
            || (row.Text("layer") is null && image.OwnSize == 0));
        disagreements.Same($"empty_layer of {id}", row.Text("layer") is null, row.Flag("empty_layer"));
    }

    private static void CompareChanges(Disagreements disagreements, LayerOracle oracle, string layer, JsonRow row)
    {
        var own = row.Objects("changes").ToLookup(change => change.Text("change")!, RawBytes.OfJsonPath);
        var files = oracle.Files(layer).ToList();
        disagreements.SameSet($"added in {layer}", files.Where(f => f.IsNew).Select(f => Show(f.Entry.Path)), own["A"].Select(Show));
        disagreements.SameSet($"changed in {layer}", files.Where(f => !f.IsNew).Select(f => Show(f.Entry.Path)), own["C"].Select(Show));
        disagreements.SameSet($"deleted in {layer}", oracle.Deletions(layer).Where(d => d.IsTopmost).Select(d => Show(d.Path)), own["D"].Select(Show));
        disagreements.Same($"count of added in {layer}", (long)own["A"].Count(), row.Number("added"));
        disagreements.Same($"count of modified in {layer}", (long)own["C"].Count(), row.Number("modified"));
        disagreements.Same($"count of deleted in {layer}", (long)own["D"].Count(), row.Number("deleted"));
        var changes = row.Objects("changes").Where(c => c.Text("change") != "D").ToLookup(RawBytes.OfJsonPath);
        foreach (StatEntry entry in files.Select(f => f.Entry))
        {
            foreach (JsonRow change in changes[entry.Path])
                CompareFile(disagreements, layer, entry, change);
        }
    }

    private static void CompareFile(Disagreements disagreements, string layer, StatEntry entry, JsonRow change)
    {
        string what = $"{entry.Path} of {layer[..12]}";
        disagreements.Same($"kind of {what}", entry.Kind, change.Text("kind"));
        disagreements.Same($"mode of {what}", entry.Mode, change.Text("mode"));
        disagreements.Same($"uid of {what}", entry.Uid, change.Number("uid"));
        disagreements.Same($"gid of {what}", entry.Gid, change.Number("gid"));
        disagreements.Same($"mtime of {what}", entry.Modified, EngineTime.Canonical(change.Text("mtime")));
        if (entry.Kind is "file" or "symlink")
            disagreements.Same($"size of {what}", entry.Size.ToString(CultureInfo.InvariantCulture), change.Text("size"));
    }

    private static string[] Lines(ClientTable table) =>
        [.. table.Rows.Select(row => $"{table.Cell(row, "IMAGE")} {table.Cell(row, "CREATED BY")} {table.Cell(row, "SIZE")}")];

    private static string Show(string path) => RawBytes.Show(path);
}
