using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Stores.ContainersStorage.Containers;

namespace StoreForensics.Stores.ContainersStorage.Podman;

/// <summary>What Podman's own records say happened, beside the states of its containers: ends of removed ones, pods, secrets, older databases.</summary>
internal sealed class PodmanSigns(StorageRoot root, StoreInfo store, StorageContainers containers)
{
    private readonly EvidenceFiles _files = root.Files;

    public IEnumerable<EngineEvent> Events() => Exits().Concat(Pods()).Concat(Secrets()).Concat(Older().SelectMany(o => o.Events));

    public IEnumerable<Leftover> Leftovers() => Older().Select(o => o.Leftover);

    private IEnumerable<EngineEvent> Exits()
    {
        HashSet<string> known = [.. containers.All.Select(c => c.Id)];
        foreach ((string id, LibpodExitCode exit) in containers.Libpod.Live?.ExitCodes ?? [])
        {
            if (!known.Contains(id) && exit.Time is { } time)
                yield return new EngineEvent("container.exitcode", time, "Exit code of a removed container written",
                    string.Create(CultureInfo.InvariantCulture, $"Container {id} ended with exit code {exit.Code}; it was removed"), exit.Origin)
                {
                    Store = store,
                    Action = new EngineAction("container", "remove", null, id, exit.Code),
                };
        }
    }

    private IEnumerable<EngineEvent> Pods()
    {
        foreach (LibpodRecord pod in (containers.Libpod.Live?.Pods ?? []).Values)
        {
            if (pod.Config.Time("created") is { } made)
                yield return new EngineEvent("engine.event", made.Time, "Pod created (Podman's record)",
                    $"Pod created: {pod.Config.NonEmpty("name") ?? pod.Id}{Command(pod.Config)}", pod.Origin)
                {
                    Store = store,
                };
        }
    }

    // Names and times; the values are beside it, in base64, where the driver is `file`.
    private IEnumerable<EngineEvent> Secrets()
    {
        if (root.Directory("secrets") is not int directory || _files.File(directory, "secrets.json"u8) is not int node
            || JsonFile.Read(_files, node) is not { } json)
            yield break;
        foreach (JsonView secret in json.Members("secrets").Select(s => new JsonView(s.Value)))
        {
            if (secret.Time("createdAt") is { } made)
                yield return new EngineEvent("engine.event", made.Time, "Secret created (Podman's record)",
                    $"Secret created: {secret.NonEmpty("name") ?? secret.NonEmpty("id") ?? "(no name)"}, driver {secret.NonEmpty("driver") ?? "unknown"}",
                    _files.Origin(node))
                {
                    Store = store,
                };
        }
    }

    private IEnumerable<(Leftover Leftover, EngineEvent[] Events)> Older()
    {
        HashSet<string> known = [.. containers.All.Select(c => c.Id)];
        foreach (LibpodState state in containers.Libpod.Older)
        {
            foreach (LibpodRecord record in state.Containers.Values.Where(r => known.Add(r.Id)))
            {
                var old = new LibpodContainer(record, default);
                string words = $"{old.Name ?? record.Id}, image {old.ImageName ?? "(none)"}, command {string.Join(' ', old.Args)}";
                Leftover leftover = state.IsOfFreePages
                    ? new Leftover("container in a free page of Podman's database", old.Name ?? record.Id, record.Origin,
                        $"the page is of an older state of the database, which has no such container now: removed since ({words})")
                    : new Leftover("container of an older database", old.Name ?? record.Id, record.Origin,
                        $"the database that Podman uses now does not have it: removed since ({words})");
                string meaning = state.IsOfFreePages ? "Container created (a record in a free page of the database)"
                    : "Container created (a record of an older database)";
                yield return (leftover, old.Created is { } made
                    ? [new EngineEvent("record.recovered", made.Time, meaning, $"Container {words}", record.Origin) { Store = store }] : []);
            }
        }
    }

    private static string Command(JsonView config) => config.Texts("CreateCommand") is { Count: > 0 } command ? $" ({string.Join(' ', command)})" : "";
}
