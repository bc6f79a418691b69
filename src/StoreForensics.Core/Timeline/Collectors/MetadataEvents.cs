using System.Globalization;
using StoreForensics.Model;

namespace StoreForensics.Timeline.Collectors;

/// <summary>Events from what the engine wrote down: images, steps, layers, containers, volumes, tags and the engine itself.</summary>
internal sealed class MetadataEvents(Inventory inventory, SubjectTable subjects, EventSink sink)
{
    private const string Containerd = "containerd", Storage = "containers-storage";

    public void Collect()
    {
        foreach (EngineEvent engine in inventory.EngineEvents)
            Add(engine);
        foreach (Image image in inventory.Images)
            Add(image);
        foreach ((BuildStep step, List<Image> images) in SharedSteps.Of(inventory.Images.Where(HasOwnHistory)))
            Add(step, subjects.Of(step, images), images.TrueForAll(i => IsForeign(step.Created, i)) ? EventTags.ForeignClock : EventTags.None);
        foreach (Layer layer in inventory.Layers)
        {
            if (layer.Registered is { } time)
                sink.Add(EventType.LayerRegistered, time, layer.Store.Era == Containerd ? "Layer registered (the snapshotter's record)"
                    : layer.Store.Era == Storage ? "Layer registered (the record in the index of layers)"
                    : "Layer registered (mtime of the driver's record)", subjects.Of(layer), "Layer registered: " + layer.Id,
                    layer.RegisteredOrigin ?? layer.Origin);
        }
        foreach (Volume volume in inventory.Volumes)
            Add(volume);
        foreach (Container container in inventory.Containers)
            Add(container);
    }

    private void Add(EngineEvent e)
    {
        if (!Enum.TryParse(string.Concat(e.EventType.Split('.', '_').Select(Capital)), out EventType type))
            throw new InvalidOperationException("no such event: " + e.EventType);
        EventSubject subject = e.Container is not null ? subjects.Of(e.Container)
            : e.Image is not null ? subjects.Of(e.Image)
            : e.Layer is not null ? subjects.Of(e.Layer)
            : subjects.Of(e.Store);
        sink.Add(type, e.Time, e.TimeMeaning, subject, e.Message, e.Origin, e.Tag == "low-confidence" ? EventTags.LowConfidence : EventTags.None);
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private void Add(Image image)
    {
        EventSubject subject = subjects.Of(image);
        string names = string.Join(", ", image.DisplayNames);
        EventTags tags = IsForeign(image.Created, image) ? EventTags.ForeignClock : EventTags.None;
        sink.Add(EventType.ImageCreated, image.Created?.Time, "Image created (its creator's clock)", subject, $"Image created: {names}"
            + Recorded(image.Created), image.Origin, tags);
        if (image.Comment?.StartsWith("Imported from", StringComparison.Ordinal) == true || image.Provenance?.Made == Provenance.Imported)
            sink.Add(EventType.ImageImported, image.Created?.Time, "Image imported (its creator's clock)", subject,
                $"Image {names}: {image.Comment ?? image.Steps.LastOrDefault()?.Comment ?? "imported"}", image.Origin, tags);
        if (image.Provenance?.Made == Provenance.Committed)
            sink.Add(EventType.ImageCommitted, image.Created?.Time, "Image committed from a container (its creator's clock)", subject,
                $"Image {names} committed by hand from container {image.ContainerId ?? "(unknown)"}" + Remark(image), image.Origin, tags | EventTags.Inferred);
        AddStep(image, tags);
        string meaning = image.Store.Era == Containerd ? "Image registered on this host (containerd's record)" : "Image registered on this host (file mtime)";
        sink.Add(EventType.ImageRegistered, image.Registered, meaning, subject, $"Image became known here: {names}",
            image.RegisteredOrigin ?? image.Origin);
    }

    // In the graph era every image is the newest step of its own history; older steps are images of their own. Later images repeat those below.
    private static bool HasOwnHistory(Image image) => image.Store.Era != "graph";

    private static bool IsForeign(RecordedTime? made, Image image) =>
        image.Registered is { } here && made is { } time && time.Time < here && here.Seconds - time.Time.Seconds > 86400;

    private void AddStep(Image image, EventTags tags)
    {
        if (HasOwnHistory(image))
            return;
        foreach (BuildStep step in image.Steps)
        {
            if (step.ImageId is null || step.ImageId == image.Id)
                Add(step, subjects.Of(step, image), tags);
        }
    }

    private void Add(BuildStep step, EventSubject subject, EventTags tags)
    {
        if (step.CreatedBy.Length == 0)
            return;
        string number = step.Number.ToString(CultureInfo.InvariantCulture);
        string size = step.Size is long bytes ? string.Create(CultureInfo.InvariantCulture, $" ({bytes} bytes)") : "";
        sink.Add(EventType.BuildStep, step.Created?.Time, "Build step (its builder's clock)", subject,
            $"Step {number}: {(step.Instruction.Length > 0 ? step.Instruction : step.CreatedBy)}{size}", step.Origin, tags);
    }

    private void Add(Volume volume) =>
        sink.Add(EventType.VolumeCreated, volume.Created?.Time, "Volume created", subjects.Of(volume), $"Volume created: {volume.Name}", volume.Origin);

    private void Add(Container c)
    {
        EventSubject subject = subjects.Of(c);
        string name = c.DisplayName;
        string command = c.Command is null ? "" : ", command: " + c.Command;
        sink.Add(EventType.ContainerCreated, c.Created?.Time, "Container created", subject,
            $"Container {name} created from {c.ImageName ?? c.ImageId ?? "an unknown image"}{command}{Recorded(c.Created)}", c.Origin);
        sink.Add(EventType.ContainerStarted, c.Started?.Time, "Container started (last start)", subject,
            $"Container {name} started{command}{Recorded(c.Started)}", c.Origin);
        sink.Add(EventType.ContainerFinished, c.Finished?.Time, "Container finished (last finish)", subject,
            $"Container {name} finished with exit code {c.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}{(c.OomKilled == true ? ", killed for lack of memory" : "")}{Recorded(c.Finished)}", c.Origin, NotObserved(c));
    }

    // After an unclean stop the next daemon start writes its own time and the code -127, 255 later (moby v0.7.2 runtime.go, v20.10 daemon.go restore).
    private static EventTags NotObserved(Container c) => c.ExitCode is -127 or 255 ? EventTags.LowConfidence : EventTags.None;

    private static string Remark(Image image) => (image.Author is null ? "" : $", author {image.Author}")
        + (image.Comment is null ? "" : $", comment: {image.Comment}");

    // The text is repeated where it says more than the time in UTC does: an offset.
    private static string Recorded(RecordedTime? time) => time is { } t && !t.Text.EndsWith('Z') ? $" (recorded as {t.Text})" : "";
}
