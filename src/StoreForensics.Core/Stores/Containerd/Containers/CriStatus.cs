using StoreForensics.Formats.GoJson;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Containerd.Containers;

/// <summary>
/// <c>io.containerd.grpc.v1.cri/containers/&lt;id&gt;/status</c>: the only times of start and finish of a Kubernetes container on a dead node (containerd
/// internal/cri/store/container/status.go). Times are Unix nanoseconds, 0 is not yet.
/// </summary>
internal readonly struct CriStatus(JsonView json)
{
    private const long Billion = 1_000_000_000;

    public bool Exists => json.Exists;

    public RecordedTime? Created => Time("CreatedAt");

    public RecordedTime? Started => Time("StartedAt");

    public RecordedTime? Finished => Time("FinishedAt");

    public long? ExitCode => Exists ? json.Integer("ExitCode") ?? 0 : null;

    public long? Pid => Exists ? json.Integer("Pid") ?? 0 : null;

    public bool? IsOutOfMemory => Exists ? json.Text("Reason") == "OOMKilled" : null;

    /// <summary>The reason and what was said of it; null for neither.</summary>
    public string? Error => (json.NonEmpty("Reason"), json.NonEmpty("Message")) switch
    {
        (null, var message) => message,
        (var reason, null) => reason,
        var (reason, message) => $"{reason}: {message}",
    };

    /// <summary>Docker's words; what had started and not finished was running when the evidence was taken.</summary>
    public string? State => !Exists ? null : Finished is not null ? "exited" : Started is not null ? "running" : "created";

    private RecordedTime? Time(string name) =>
        json.Integer(name) is long ns and not 0 && At(ns) is var time ? new RecordedTime(time, time.ToString()) : null;

    private static Timestamp At(long nanoseconds)
    {
        long seconds = Math.DivRem(nanoseconds, Billion, out long rest);
        return rest < 0 ? new Timestamp(seconds - 1, (int)(rest + Billion)) : new Timestamp(seconds, (int)rest);
    }
}
