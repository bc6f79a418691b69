using System.Globalization;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Chronology;

/// <summary>What happened on the host whatever came of it: images arrived, containers were made, started and ended.</summary>
internal static class CourseOfEvents
{
    private const int ShownChars = 80;
    private const long DaySeconds = 86400;

    // A container that is started as it is made needs one sentence.
    private const long SameActSeconds = 120;

    public static IEnumerable<TurningPoint> Of(Inventory inventory)
    {
        ILookup<string, Container> containers = inventory.Containers.ToLookup(c => c.Id, StringComparer.Ordinal);
        foreach (Image image in inventory.Images.Where(i => !i.IsIntermediate))
        {
            if (TimeOf(image) is not { } time)
                continue;
            IReadOnlyList<string> names = Subjects.Of(image);
            // Its own time can be any.
            string arrival = image.Registered is null && !IsMadeHere(image) ? "says that it was made then; when it came here is not recorded"
                : Arrival(image, containers);
            yield return new TurningPoint(time, names, $"Image {Name(names)} {arrival}.", image.RegisteredOrigin ?? image.Origin);
        }
        foreach (Container container in inventory.Containers)
        {
            foreach (TurningPoint point in Of(container))
                yield return point;
        }
        // Of removed ones those that ran: a classic build makes and removes one for each of its steps.
        foreach (Container container in inventory.Recovered.Containers.Where(c => c.Started is not null))
        {
            foreach (TurningPoint point in Of(container))
                yield return point with { Sentence = $"{point.Sentence.TrimEnd('.')} (removed since, recovered: {container.Recovery!.Word})." };
            if (container.Recovery!.Removed is { } removed)
                yield return new TurningPoint(AfterEnd(container, removed), [container.DisplayName],
                    $"Container {DisplayText.Escape(container.DisplayName)} was removed; what is left of it was recovered.", container.Origin);
        }
    }

    // A name's record can be older than the image that has it now.
    private static Timestamp? TimeOf(Image image) => image is { Registered: { } registered, Made: { IsUsable: true } made } && IsMadeHere(image)
        && made.Seconds - registered.Seconds is > 0 and < DaySeconds ? made : image.Registered ?? image.Made;

    /// <summary>Whether it is known to have been made on this host.</summary>
    internal static bool IsMadeHere(Image image) => image.Provenance?.Origin is Provenance.BuiltClassic or Provenance.BuiltBuildKit or Provenance.BuiltBuildah
        or Provenance.Squashed or Provenance.Imported or Provenance.Committed;

    // A removal is known to the second; it came after the end within it.
    private static Timestamp AfterEnd(Container container, Timestamp removed) =>
        container.Finished is { } finished && finished.Time.Seconds == removed.Seconds && finished.Time > removed ? finished.Time : removed;

    private static IEnumerable<TurningPoint> Of(Container container)
    {
        string[] subject = [container.DisplayName];
        string name = DisplayText.Escape(container.DisplayName);
        bool isOneAct = container is { Created: { } made, Started: { } begun } && begun.Time.Seconds - made.Time.Seconds is >= 0 and < SameActSeconds;
        if (container.Created is { } created)
        {
            string from = container.ImageName is { Length: > 0 } image ? $" from {Cut(DisplayText.Escape(image))}" : "";
            string command = container.Command is { Length: > 0 } typed ? $" to run {Cut(DisplayText.Escape(typed))}" : "";
            yield return new TurningPoint(created.Time, subject, $"Container {name} was created{(isOneAct ? " and started" : "")}{from}{command}.",
                container.Origin);
        }
        if (container.Started is { } started && !isOneAct)
            yield return new TurningPoint(started.Time, subject, $"Container {name} was last started.", container.Origin);
        if (container.Finished is { } finished && container.State != "running")
            yield return new TurningPoint(finished.Time, subject,
                string.Create(CultureInfo.InvariantCulture,
                $"Container {name} ended{(container.ExitCode is { } code ? $" with exit code {code}" : "")}{(container.OomKilled == true ? ", killed because memory ran out" : "")}."), container.Origin);
    }

    private static string Arrival(Image image, ILookup<string, Container> containers) => image.Provenance?.Origin switch
    {
        Provenance.Pulled => "was pulled from a registry",
        Provenance.Loaded => "was loaded from an archive",
        Provenance.PulledOrLoaded => "was pulled from a registry or loaded from an archive",
        Provenance.BuiltClassic or Provenance.BuiltBuildKit or Provenance.BuiltBuildah or Provenance.Squashed => "was built here",
        Provenance.Imported => "was imported from a tar",
        Provenance.Committed => $"was committed{Source(image, containers)}",
        _ => "became known here",
    };

    private static string Source(Image image, ILookup<string, Container> containers) =>
        image.ContainerId is { } id && containers[id].FirstOrDefault() is { } container ? $" from container {DisplayText.Escape(container.DisplayName)}" : "";

    private static string Name(IReadOnlyList<string> names) => names.Count == 1 ? DisplayText.Escape(names[0])
        : $"{DisplayText.Escape(names[0])} (also {string.Join(", ", names.Skip(1).Take(2).Select(n => Cut(DisplayText.Escape(n))))})";

    private static string Cut(string text) => text.Length <= ShownChars ? text : text[..ShownChars] + "…";
}

/// <summary>One candidate for the chronology.</summary>
/// <param name="Time">When.</param>
/// <param name="Subjects">Whom it is about.</param>
/// <param name="Sentence">What happened.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record TurningPoint(Timestamp Time, IReadOnlyList<string> Subjects, string Sentence, Origin Origin);
