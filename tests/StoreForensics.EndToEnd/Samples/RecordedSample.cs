using System.Text.Json;
using StoreForensics.EndToEnd.Support;
using StoreForensics.EndToEnd.Truth.Oracles;

namespace StoreForensics.EndToEnd.Samples;

/// <summary>A committed sample that an engine wrote, with that engine's own answers beside it. Lies in the repository: never missing.</summary>
internal sealed class RecordedSample
{
    private readonly string _folder;
    private readonly Lazy<CsvTable> _timeline;

    public RecordedSample(string name)
    {
        _folder = Path.Combine(Checkout.Samples, name);
        Archive = At(name + ".tar.gz");
        _timeline = new(() => CsvTable.Parse(BuiltProgram.Run("timeline", Archive, "--logs", "all").MustExit(0).Output));
    }

    public string Archive { get; }

    /// <summary>With every line of every log.</summary>
    public CsvTable Timeline => _timeline.Value;

    /// <summary><c>docker inspect</c> of every image, intermediate ones too.</summary>
    public IEnumerable<JsonElement> Images => Answers("images-inspect.jsonl");

    /// <summary><c>docker inspect</c> of every container.</summary>
    public IEnumerable<JsonElement> Containers => Answers("containers-inspect.jsonl");

    /// <summary><c>docker history</c> by the id of an image, for every image that is named or dangling.</summary>
    public IEnumerable<(string Image, JsonElement[] Steps)> Histories =>
        from file in Files("history") select ("sha256:" + Path.GetFileNameWithoutExtension(file), Answers("history/" + Path.GetFileName(file)));

    /// <summary><c>docker diff</c> by container name. It comes as JSON from the engine, so a byte that is not UTF-8 is U+FFFD.</summary>
    public IEnumerable<(string Container, string[] Lines)> Diffs =>
        from file in Files("diff") select (Path.GetFileNameWithoutExtension(file), Lines(File.ReadAllText(file)));

    /// <summary><c>docker logs -t</c> by container name and stream.</summary>
    public IEnumerable<(string Container, string Stream, string[] Lines)> Logs =>
        from file in Files("logs") select (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file)[1..], Lines(File.ReadAllText(file)));

    /// <summary>What <c>find</c> saw after the cut.</summary>
    public StatTree Stat => StatTree.Parse(Unpacked.Gunzip(At("engine/stat.tsv0.gz")));

    /// <summary>Directories of layers that hide what lies below them, as paths below the data root.</summary>
    public string[] Opaque => Lines(File.ReadAllText(At("engine/opaque.txt")));

    /// <summary>One of the engine's tables, a JSON object a line.</summary>
    public JsonElement[] Answers(string name) => [.. Lines(File.ReadAllText(At("engine/" + name))).Select(line => JsonDocument.Parse(line).RootElement)];

    public JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(At(name))).RootElement;

    public string Text(string name) => File.ReadAllText(At(name));

    /// <summary>One command on the archive, as JSON. Nothing in a sample is damaged.</summary>
    public IReadOnlyList<JsonRow> Ask(string command, params string[] rest) =>
        BuiltProgram.Run([command, Archive, .. rest, "--format", "json"]).MustExit(0).JsonRows();

    private string At(string name) => Path.Combine(_folder, name);

    private string[] Files(string folder) => [.. Directory.GetFiles(At("engine/" + folder)).Order(StringComparer.Ordinal)];

    // Not by ReadLine: a lone carriage return in a log ends no line.
    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
