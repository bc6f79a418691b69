using System.Text.Json;

namespace StoreForensics.EndToEnd.Truth.Oracles;

/// <summary>A container in the words of <c>docker inspect</c>; null where it said nothing.</summary>
internal sealed record EngineContainer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Image { get; init; }

    public string? ImageId { get; init; }

    public required string Command { get; init; }

    public string? Created { get; init; }

    public string? Started { get; init; }

    public string? Finished { get; init; }

    public required string State { get; init; }

    public long? ExitCode { get; init; }

    public long? Pid { get; init; }

    public bool Privileged { get; init; }

    public IReadOnlyList<string> CapAdd { get; init; } = [];

    public IReadOnlyList<string> CapDrop { get; init; } = [];

    public string? NetworkMode { get; init; }

    public string? PidMode { get; init; }

    public IReadOnlyList<string> Env { get; init; } = [];

    public IReadOnlyDictionary<string, string?> Labels { get; init; } = new Dictionary<string, string?>();

    public IReadOnlyList<EngineMount> Mounts { get; init; } = [];

    public string? RestartPolicy { get; init; }

    public string? LogPath { get; init; }

    /// <summary>1.9 only (0.7 keeps links in linkgraph.db): <c>/target:/this/alias</c>.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Whether the builder made it: it names its image by id, which no user typed.</summary>
    public bool IsOfBuild => Image is { Length: 64 } image && image.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads an answer of inspect, or a <c>config.json</c>, which has the same members but no host configuration.</summary>
    public static EngineContainer Of(JsonElement json)
    {
        JsonElement config = json.Member("config")!.Value;
        JsonElement host = json.Member("hostconfig") ?? default;
        JsonElement state = json.Member("state")!.Value;
        return new EngineContainer
        {
            Id = json.Text("id")!,
            Name = json.Text("name")!.TrimStart('/'),
            Image = config.Text("image"),
            ImageId = json.Text("image"),
            Command = string.Join(' ', json.Texts("args").Prepend(json.Text("path")!)),
            Created = EngineTime.Canonical(json.Text("created")),
            Started = EngineTime.Canonical(state.Text("startedat")),
            Finished = EngineTime.Canonical(state.Text("finishedat")),
            State = state.Text("status") ?? WordFor(state),
            ExitCode = state.Number("exitcode"),
            Pid = state.Number("pid"),
            Privileged = host.Flag("privileged"),
            CapAdd = host.Texts("capadd"),
            CapDrop = host.Texts("capdrop"),
            NetworkMode = host.Text("networkmode"),
            PidMode = host.Text("pidmode"),
            Env = config.Texts("env"),
            Labels = config.Members("labels").ToDictionary(p => p.Name, p => p.Value.GetString()),
            Mounts = EngineMount.AllOf(json),
            RestartPolicy = host.Member("restartpolicy")?.Text("name"),
            LogPath = json.Text("logpath"),
            Links = host.Texts("links"),
        };
    }

    // 0.7 has no Status; later engines say "created" for what never started.
    private static string WordFor(JsonElement state) =>
        state.Flag("running") ? "running" : EngineTime.Canonical(state.Text("startedat")) is null ? "created" : "exited";
}
