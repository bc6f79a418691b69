using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.Docker.Containers;

/// <summary>The <c>State</c> object: the last start and finish only. The word is Docker's (moby v20.10 container/state.go StateString).</summary>
internal readonly struct ContainerState(JsonView json)
{
    // The engine keeps five; more are no reason to lose count.
    private const int MaxHealth = 1000;

    public RecordedTime? Started => json.Time("StartedAt");

    public RecordedTime? Finished => json.Time("FinishedAt");

    public long? ExitCode => json.Integer("ExitCode");

    public long? Pid => json.Integer("Pid");

    public bool? OomKilled => json.Flag("OOMKilled");

    public string? Error => json.NonEmpty("Error");

    /// <summary>1.12 and later; newer engines write them only with the next full save.</summary>
    public IReadOnlyList<ContainerHealthResult> Health =>
        [.. (json.Object("Health") ?? default).Elements("Log").Take(MaxHealth).Select(e => new JsonView(e))
            .Select(r => new ContainerHealthResult(r.Time("Start"), r.Time("End"), r.Integer("ExitCode"), r.NonEmpty("Output")))];

    public string? Word
    {
        get
        {
            if (!json.Exists)
                return null;
            if (json.Flag("Running") == true)
                return json.Flag("Paused") == true ? "paused" : json.Flag("Restarting") == true ? "restarting" : "running";
            if (json.Flag("RemovalInProgress") == true)
                return "removing";
            if (json.Flag("Dead") == true)
                return "dead";
            return Started is null ? "created" : "exited";
        }
    }
}
