using StoreForensics.Formats.GoJson;
using StoreForensics.Model;

namespace StoreForensics.Stores.ContainersStorage.Crio;

/// <summary><c>userdata/state.json</c>: the container as CRI-O last wrote it (cri-o v1.37 internal/oci/container.go, ContainerState). A container that was
/// never started has a process that waits.</summary>
internal readonly struct CrioState(JsonView json)
{
    public RecordedTime? Created => json.Time("created");

    public RecordedTime? Started => json.Time("started");

    public RecordedTime? Finished => json.Time("finished");

    public long? ExitCode => json.Exists ? json.Integer("exitCode") ?? 0 : null;

    /// <summary>The last that it had: it stays when it ends.</summary>
    public long? Pid => json.Exists ? json.Integer("pid") is > 0 and var pid ? pid : json.Integer("initPid") ?? 0 : null;

    public bool? IsOutOfMemory => json.Exists ? json.Flag("oomKilled") == true : null;

    public string? Error => json.NonEmpty("error");

    /// <summary>Docker's words; what had started and not finished was running when the evidence was taken.</summary>
    public string? Word => !json.Exists ? null : json.Text("status") is "stopped" || Finished is not null ? "exited"
        : json.Text("status") is "paused" ? "paused" : Started is not null || json.Text("status") is "running" ? "running" : "created";
}
