using Scriban.Runtime;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>Images for the template <c>image.html</c>: those with a name first, then the dangling ones; the layers of a build that have none apart.</summary>
internal sealed class ImageModel(ReportScope scope)
{
    /// <summary>Most steps that one image lists; Docker itself stops at 127 layers.</summary>
    private const int MaxSteps = 1000;

    private int _stepsLeft = scope.MaxSteps;

    /// <summary>Tagged and dangling images.</summary>
    public IEnumerable<ScriptObject> Shown() => scope.Case.Inventory.Images
        .Where(i => !i.IsIntermediate)
        .OrderBy(i => i.References.Count == 0)
        .ThenBy(i => i.References.Count == 0 ? "" : i.References[0].ToString(), StringComparer.Ordinal)
        .Select(i => Describe(i, isIntermediate: false));

    /// <summary>Untagged parents: each with its own step alone, for the others are their parents'.</summary>
    public IEnumerable<ScriptObject> Intermediates() =>
        scope.Case.Inventory.Images.Where(i => i.IsIntermediate).Select(i => Describe(i, isIntermediate: true));

    private ScriptObject Describe(Image image, bool isIntermediate)
    {
        int from = isIntermediate ? Math.Max(0, image.Steps.Count - 1) : 0;
        int count = Math.Min(image.Steps.Count - from, Math.Min(MaxSteps, _stepsLeft));
        _stepsLeft -= count;
        string anchor = scope.Anchors.Of(image) ?? "";
        string name = image.DisplayNames.First();
        return new ScriptObject
        {
            ["anchor"] = anchor,
            ["name"] = scope.Case.Label(image.References.Count > 0 ? image.References[0].ToString() : image.ShortId, image.Store.Root.Evidence),
            ["more_names"] = image.References.Count > 1 ? $"+{ReportNumber.Count(image.References.Count - 1)}" : null,
            ["state"] = image.References.Count > 0 ? null : image.HasChildren ? "intermediate" : "dangling",
            ["short_id"] = image.ShortId,
            ["created"] = image.Created is RecordedTime created ? scope.Time.ToSecond(created.Time) : null,
            ["size"] = image.TotalSize is long size ? ReportNumber.Size(size) : null,
            ["used_by"] = ReportNumber.Count(scope.ContainersByImage[image].Count(), "container"),
            ["facts"] = Facts(image),
            ["config"] = Config(image.Config),
            ["build_config"] = Config(image.ContainerConfig),
            ["steps"] = image.Steps.Skip(from).Take(count).Select(step => Step(step, anchor, name)),
            ["steps_count"] = ReportNumber.Count(image.Steps.Count),
            ["steps_note"] = StepsNote(image, from, count, isIntermediate),
        };
    }

    private static string? StepsNote(Image image, int from, int count, bool isIntermediate)
    {
        if (image.Steps.Count == 0)
            return "No history is recorded.";
        if (isIntermediate && from > 0 && count > 0)
            return $"The {ReportNumber.Count(from, "step")} before this one {(from == 1 ? "is its parent’s" : "are its parents’")}.";
        int rest = image.Steps.Count - from - count;
        return rest > 0 ? $"{ReportNumber.Count(rest, "more step is", "more steps are")} not listed here; the JSON inventory holds them." : null;
    }

    private FactList Facts(Image image) => scope.Facts()
        .Code("Id", image.Id, wide: true)
        .List("References", [.. image.References.Select(r => r.ToString())])
        .List("Digests", [.. image.References.Select(r => r.Digest).OfType<string>().Distinct(StringComparer.Ordinal)])
        .Time("Created (image’s own clock)", image.Created)
        .Time("Registered here", image.Registered)
        .Bytes("Size with parents", image.TotalSize)
        .Bytes("Own size", image.OwnSize)
        .Text("How it came to be", image.Provenance?.ToString())
        .Link("Parent", image.Parent, image.ParentId)
        .Text("Author", image.Author)
        .Text("Comment", image.Comment)
        .Text("Docker version", image.DockerVersion)
        .Text("Architecture and system", image.Architecture is null && image.Os is null ? null : $"{image.Architecture ?? "?"} / {image.Os ?? "?"}")
        .Links("Committed from container", CommittedFrom(image), "not recorded")
        .Text("Store", image.Store.Name)
        .Code("Described in", ProblemModel.Place(scope, image.Origin))
        .Links("Containers", [.. scope.ContainersByImage[image].Select(c => scope.Anchors.Link(c, c.DisplayName))])
        .Links("Layers, bottom first", [.. image.Layers.Select(l => scope.Anchors.Link(l, Anchors.Short(l.Id)))]);

    private ScriptObject[] CommittedFrom(Image image) =>
        image.ContainerId is string id ? [Anchors.LinkTo(scope.Anchors.Find("container", image.Store.Name, id), id)] : [];

    private FactList? Config(ContainerConfig? config) => config is null ? null : scope.Facts()
        .Command("Entrypoint", config.Entrypoint is null ? null : string.Join(' ', config.Entrypoint))
        .Command("Command", config.Cmd is null ? null : string.Join(' ', config.Cmd))
        .Code("User", config.User)
        .Code("Working directory", config.WorkingDir)
        .Code("Host name", config.Hostname)
        .Code("Image as typed", config.Image)
        .List("Exposed ports", config.ExposedPorts?.ToArray())
        .List("Volumes", config.Volumes?.ToArray())
        .Flag("Terminal", config.Tty)
        .Environment("Environment", config.Env)
        .Labels("Labels", config.Labels);

    private ScriptObject Step(BuildStep step, string imageAnchor, string imageName)
    {
        string number = step.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string title = scope.Secrets.Text(step.Instruction.Length > 0 ? step.Instruction : step.CreatedBy);
        return new ScriptObject
        {
            ["anchor"] = $"{imageAnchor}-step-{number}",
            ["number"] = number,
            ["title"] = title.Length > 0 ? title : null,
            ["created"] = step.Created is RecordedTime created ? scope.Time.ToSecond(created.Time) : null,
            ["size"] = step.Size is long size ? ReportNumber.Size(size) : null,
            ["empty"] = step.IsEmptyLayer,
            ["changes"] = scope.Changes.Of(step.Layer, $"{imageName}, step {number}"),
            ["facts"] = StepFacts(step),
        };
    }

    private FactList StepFacts(BuildStep step)
    {
        FactList facts = scope.Facts()
            .Command("As recorded", step.CreatedBy.Length == 0 ? null : step.CreatedBy, wide: true)
            .Time("Created", step.Created)
            .Bytes("Size", step.Size);
        if (step.Layer is Layer layer)
            facts.Link(step.LayerIsInferred ? "Layer (inferred: the image lists steps and layers in order, not in pairs)" : "Layer", layer, layer.Id);
        else
            facts.Text("Layer", step.IsEmptyLayer ? "none: the step changed no file" : "not in the evidence");
        return facts
            .CodeIfAny("Comment", step.Comment)
            .CodeIfAny("Author", step.Author)
            .CodeIfAny("Image", step.ImageId)
            .Code("Recorded in", ProblemModel.Place(scope, step.Origin));
    }
}
