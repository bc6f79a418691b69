using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Model;

/// <summary>A volume of any era, or a bind mount that the graph era recorded as one.</summary>
public sealed class Volume
{
    public required string Name { get; init; }

    public required StoreInfo Store { get; init; }

    public required Origin Origin { get; init; }

    public RecordedTime? Created { get; init; }

    /// <summary>The host path that <c>config.json</c> of 1.3 to 1.6 recorded; null otherwise.</summary>
    public string? HostPath { get; init; }

    public bool IsBindMount { get; init; }

    /// <summary>The volume driver; null when not recorded (before 1.11 there was only <c>local</c>).</summary>
    public string? Driver { get; init; }

    /// <summary>Whether the kubelet fills it, from what the cluster gave it: configuration, secrets, tokens.</summary>
    public bool IsKubelets => Driver is "kubernetes.io/projected" or "kubernetes.io/secret" or "kubernetes.io/configmap" or "kubernetes.io/downward-api";

    /// <summary>Null when not recorded.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Options of the driver: device, type and mount options of network shares, credentials included; null when none are recorded.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    public bool? Writable { get; init; }

    /// <summary>Its data directory; null when it lies outside the evidence or is missing.</summary>
    public VolumeFiles? Files { get; init; }

    /// <summary>Containers whose configuration refers to it; none is what <c>docker rm</c> without <c>-v</c> leaves.</summary>
    public List<Container> Containers { get; } = [];
}

/// <summary>Where a volume's data lies.</summary>
public sealed record VolumeFiles(IEvidenceSource Source, int Root);

/// <summary>Something that a removal, an interruption or a change of driver left behind.</summary>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Name">Its id or name.</param>
/// <param name="Origin">Where it lies.</param>
/// <param name="Detail">Why it counts as a leftover.</param>
public sealed record Leftover(string Kind, string Name, Origin Origin, string Detail);

/// <summary>A fact about the engine itself that has a time.</summary>
/// <param name="EventType">One of the stable event names.</param>
/// <param name="Time">When.</param>
/// <param name="TimeMeaning">Which time it is, in words.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record EngineEvent(string EventType, Timestamp Time, string TimeMeaning, string Message, Origin Origin)
{
    public required StoreInfo Store { get; init; }

    /// <summary>What was done to which object, where the engine logs that; null for others.</summary>
    public EngineAction? Action { get; init; }

    /// <summary>Extra tags, comma-joined in the timeline.</summary>
    public string? Tag { get; init; }

    /// <summary>The image concerned, where there is one.</summary>
    public Image? Image { get; init; }

    /// <summary>The container concerned, where there is one.</summary>
    public Container? Container { get; init; }

    /// <summary>The layer concerned, where there is one.</summary>
    public Layer? Layer { get; init; }
}

/// <summary>An action that an engine logged.</summary>
/// <param name="Kind">Of the object, lower case: <c>container</c>, <c>image</c>, <c>volume</c>, <c>secret</c>, <c>network</c>, <c>pod</c>.</param>
/// <param name="Status">The engine's word: <c>remove</c>, <c>exec</c>, <c>untag</c>.</param>
/// <param name="Name">Of the object; null where none is logged.</param>
/// <param name="Id">Of the object; null where none is logged.</param>
/// <param name="ExitCode">Of a container that ended; null where none is logged.</param>
public sealed record EngineAction(string Kind, string Status, string? Name, string? Id, long? ExitCode = null);
