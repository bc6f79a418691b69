using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Contracts.Stores.Expected;

/// <summary>The events of a timeline, as lines in byte order.</summary>
internal sealed class ActualEvents
{
    private readonly List<string> _told = [];
    private readonly List<string> _inVolumes = [];
    private readonly List<(string Layer, EventType Type, string Line)> _inLayers = [];

    public ActualEvents(ITimeline timeline)
    {
        foreach (TimelineEvent e in timeline.Events())
            Take(e);
        _told.Sort(StringComparer.Ordinal);
        _inVolumes.Sort(StringComparer.Ordinal);
    }

    /// <inheritdoc cref="ExpectedEvents.Told"/>
    public IReadOnlyList<string> Told => _told;

    /// <inheritdoc cref="ExpectedEvents.InVolumes"/>
    public IReadOnlyList<string> InVolumes => _inVolumes;

    /// <inheritdoc cref="ExpectedEvents.Modified"/>
    public IEnumerable<string> Modified(Layer layer) => Of(layer, EventType.LayerFileModified);

    /// <inheritdoc cref="ExpectedEvents.Deleted"/>
    public IEnumerable<string> Deleted(Layer layer) => Of(layer, EventType.LayerFileDeleted);

    /// <summary>One form for what is expected and what is found.</summary>
    public static string Line(Timestamp time, string change, string path, EntryKind? kind, int? mode, long? uid, long? gid, long? size, string target) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{time} {change} {path} {kind?.Name()} {Convert.ToString(mode ?? -1, 8)} {uid}:{gid} {size} -> '{target}'");

    private IEnumerable<string> Of(Layer layer, EventType type) =>
        _inLayers.Where(e => e.Layer == layer.Id && e.Type == type).Select(e => e.Line).Order(StringComparer.Ordinal);

    private void Take(TimelineEvent e)
    {
        string path = Encoding.ASCII.GetString(e.Path.Span), message = Encoding.UTF8.GetString(e.Message.Span);
        switch (e.Type)
        {
            case EventType.ImageCreated or EventType.ImageRegistered:
                _told.Add($"{e.Time} {e.Type} {e.Subject.ImageIds.Single()}");
                break;
            case EventType.BuildStep:
                _told.Add($"{e.Time} {e.Type} {e.Subject.Step} {e.Subject.Command}");
                break;
            case EventType.ContainerCreated or EventType.ContainerStarted or EventType.ContainerFinished:
                _told.Add($"{e.Time} {e.Type} {e.Subject.Containers.Single()}");
                break;
            case EventType.ContainerLog:
                _told.Add($"{e.Time} {e.Type} {e.Subject.Containers.Single()} {message}");
                break;
            case EventType.LayerFileModified when path != "/":
                _inLayers.Add((e.Subject.Layer!, e.Type, Facts(e, path)));
                break;
            case EventType.LayerFileDeleted:
                _inLayers.Add((e.Subject.Layer!, e.Type, $"{e.Time} {path} {e.Kind?.Name()}"));
                break;
            case EventType.VolumeFileModified:
                _inVolumes.Add(Facts(e, path));
                break;
        }
    }

    private static string Facts(TimelineEvent e, string path) =>
        Line(e.Time, $"{e.Change}", path, e.Kind, e.Mode, e.Uid, e.Gid, e.Size, Encoding.ASCII.GetString(e.LinkTarget.Span));
}
