using System.Text;
using System.Text.Json;
using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>What an engine's own client said just before the stop, and what lay on disk just after it.</summary>
internal sealed class TruthFolder
{
    private readonly string _root;
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>> _inspect;
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>> _history;
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>> _save;
    private readonly Lazy<StatTree> _stat;

    public TruthFolder(string root)
    {
        _root = root;
        _inspect = new(() => Packed("inspect"));
        _history = new(() => Packed("history"));
        _save = new(() => Packed("save"));
        _stat = new(() => StatTree.Parse(Unpacked.Gunzip(At("stat.tsv0.gz"))));
    }

    public StatTree Stat => _stat.Value;

    /// <summary>Every image, as <c>docker inspect</c> gave it.</summary>
    public IEnumerable<EngineImage> Images => Inspected("image").Select(EngineImage.Of);

    /// <summary>Every container, as <c>docker inspect</c> gave it.</summary>
    public IEnumerable<EngineContainer> Containers => Inspected("container").Select(EngineContainer.Of);

    public IEnumerable<JsonElement> Volumes => Inspected("volume");

    /// <summary>The last health checks of all containers.</summary>
    public IEnumerable<JsonElement> ContainerHealth =>
        from container in Inspected("container")
        where container.Member("state")?.Member("health")?.Member("log") is not null
        from result in container.Member("state")!.Value.Member("health")!.Value.Member("log")!.Value.EnumerateArray()
        select result;

    public IEnumerable<JsonElement> Networks => Inspected("network");

    /// <summary>The rows of a table that a newer client printed as one JSON object a line.</summary>
    public IEnumerable<JsonElement> JsonLines(string name) => Objects(File.ReadAllText(At(name)));

    /// <summary><c>docker history</c> as such rows, by image id without <c>sha256:</c>.</summary>
    public IEnumerable<(string Image, JsonElement[] Rows)> HistoryLines =>
        from file in _history.Value
        where file.Key.EndsWith(".jsonl", StringComparison.Ordinal)
        select (Path.GetFileNameWithoutExtension(file.Key), Objects(Encoding.UTF8.GetString(file.Value)).ToArray());

    /// <summary>A table of the client; null where the engine of the age had no such table.</summary>
    public ClientTable? Table(string name) => File.Exists(At(name)) ? ClientTable.Parse(File.ReadAllText(At(name))) : null;

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string name) => File.Exists(At(name)) ? File.ReadAllText(At(name)) : null;

    /// <summary><c>docker history --no-trunc</c> by image id.</summary>
    public IEnumerable<(string Image, ClientTable Table)> Histories =>
        from file in _history.Value
        let name = Path.GetFileName(file.Key)
        where !name.EndsWith(".short.txt", StringComparison.Ordinal)
        select (Path.GetFileNameWithoutExtension(name), ClientTable.Parse(Encoding.UTF8.GetString(file.Value)));

    /// <summary><c>docker diff</c> by container id: bytes, since names may not be UTF-8.</summary>
    public IEnumerable<(string Container, string Raw)> Diffs =>
        from file in FilesOf("diff") select (Path.GetFileNameWithoutExtension(file), RawBytes.Of(File.ReadAllBytes(file)));

    /// <summary><c>docker logs</c> by container id, one text for each stream that was kept.</summary>
    public IEnumerable<(string Container, string Stream, string Text)> Logs =>
        from file in FilesOf("logs")
        select (Path.GetFileNameWithoutExtension(file), Path.GetExtension(file)[1..], File.ReadAllText(file));

    /// <summary><c>docker save</c>: the listing of each image's layers, by image id.</summary>
    public IEnumerable<(string Image, SaveListing Listing)> Saves =>
        from file in _save.Value
        let name = Path.GetFileName(file.Key)
        where name.EndsWith(".layers.txt", StringComparison.Ordinal)
        select (name[..^".layers.txt".Length], SaveListing.Parse(RawBytes.Of(file.Value)));

    /// <summary>Paths (as in <see cref="Stat"/>) that carry an extended attribute of the name.</summary>
    public IReadOnlySet<string> WithXattr(string name) =>
        XattrDump.PathsWith(Encoding.UTF8.GetString(Unpacked.Gunzip(At("xattrs.txt.gz"))), name);

    private IEnumerable<JsonElement> Inspected(string kind)
    {
        foreach ((string name, byte[] bytes) in _inspect.Value)
        {
            if (!Path.GetFileName(name).StartsWith(kind + "-", StringComparison.Ordinal))
                continue;
            using JsonDocument document = JsonDocument.Parse(bytes);
            yield return document.RootElement[0].Clone();
        }
    }

    private static IEnumerable<JsonElement> Objects(string text)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    private string[] FilesOf(string folder)
    {
        string path = At(folder);
        string[] files = Directory.Exists(path) ? Directory.GetFiles(path) : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private IReadOnlyDictionary<string, byte[]> Packed(string name) =>
        File.Exists(At(name + ".tar.xz")) ? Unpacked.Files(At(name + ".tar.xz")) : FilesOf(name).ToDictionary(file => file, File.ReadAllBytes);

    private string At(string name) => Path.Combine(_root, name);
}
