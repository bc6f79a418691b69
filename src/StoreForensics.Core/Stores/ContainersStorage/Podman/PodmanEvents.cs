using System.Globalization;
using System.Text;
using System.Text.Json;
using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>
/// Podman's file of events: an object a line (podman v5.8 libpod/events/events.go, logfile.go). It lies where <c>containers.conf</c> says, else in a directory
/// that a dead disk does not have.
/// </summary>
internal sealed class PodmanEvents(StorageRoot root, StoreInfo store, IReadOnlyList<Container> containers)
{
    private const int MaxLine = 4 << 20;

    private readonly EvidenceFiles _files = root.Files;
    private readonly Dictionary<string, Container> _byId = containers.ToDictionary(c => c.Id, StringComparer.Ordinal);

    public IEnumerable<EngineEvent> Read()
    {
        foreach (string path in PodmanSettings.EventFiles(root))
        {
            if (HostPaths.Find(_files.Tree, root.Node, path) is int node && _files.Tree[node].Kind == EntryKind.File)
            {
                foreach (EngineEvent e in Lines(node))
                    yield return e;
                yield break;
            }
        }
    }

    private IEnumerable<EngineEvent> Lines(int node)
    {
        if (_files.ReadAll(node, 512 << 20) is not { } bytes)
            yield break;
        var reader = new LineReader(new MemoryStream(bytes), MaxLine);
        while (Next(reader, out byte[] line, out long offset))
        {
            if (Event(line, _files.Origin(node, offset)) is { } e)
                yield return e;
        }
    }

    private static bool Next(LineReader reader, out byte[] line, out long offset)
    {
        line = reader.Next().ToArray();
        offset = reader.Offset;
        return line.Length > 0;
    }

    private EngineEvent? Event(byte[] line, Origin origin)
    {
        if (!line.AsSpan().ContainsAnyExcept(" \t\r\n"u8))
            return null;
        JsonView json = GoJsonParser.TryParse(line) is { RootElement.ValueKind: JsonValueKind.Object } document ? new JsonView(document.RootElement) : default;
        if (!json.Exists || json.Time("Time") is not { } time)
        {
            _files.Problems.Damage("SF-LIBPOD-0004", origin, "a line of Podman's events is no event: it is left out");
            return null;
        }
        string type = json.NonEmpty("Type") ?? "unknown", status = json.NonEmpty("Status") ?? "unknown";
        bool isHealth = status == "health_status";
        return new EngineEvent(isHealth ? "container.health" : "engine.event", time.Time, "Event that the engine logged",
            $"{Capital(type)} {(isHealth ? "health" : status)}: {Words(json, isHealth)}", origin)
        {
            Store = store,
            Action = new EngineAction(
                type.ToLowerInvariant(), isHealth ? json.NonEmpty("health_status") ?? status : status, json.NonEmpty("Name"), json.NonEmpty("ID"),
                json.Integer("ContainerExitCode")),
            Container = json.NonEmpty("ID") is { } id ? _byId.GetValueOrDefault(id) : null,
        };
    }

    private static string Words(JsonView json, bool isHealth)
    {
        var words = new StringBuilder(json.NonEmpty("Name") ?? json.NonEmpty("ID") ?? "(no name)");
        if (isHealth)
            words.Append(CultureInfo.InvariantCulture, $" is {json.NonEmpty("health_status") ?? "unknown"}");
        if (json.NonEmpty("ID") is { } id && id != words.ToString())
            words.Append(CultureInfo.InvariantCulture, $" ({id[..Math.Min(12, id.Length)]})");
        if (json.NonEmpty("Image") is { } image)
            words.Append(CultureInfo.InvariantCulture, $", image {image}");
        if (json.Integer("ContainerExitCode") is long code)
            words.Append(CultureInfo.InvariantCulture, $", exit code {code}");
        if (json.NonEmpty("error") is { } error)
            words.Append(CultureInfo.InvariantCulture, $": {error}");
        return words.ToString();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
