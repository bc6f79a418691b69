using System.CommandLine;
using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands.Options;

/// <summary>What commands take that look into an image, a container or a layer: <c>EVIDENCE OBJECT PATH</c>.</summary>
internal sealed class ViewArguments(Argument<string> path)
{
    private readonly Argument<string> _target = new("OBJECT")
    {
        Description =
        "an image or a container (its merged view), a layer (its own files; layer:ID where an image or a container has its id), or @host (the evidence's own tree; @host:N the N-th file system that info lists)"
    };

    public EvidenceOptions Evidence { get; } = new();

    public void AddTo(Command command)
    {
        Evidence.AddTo(command);
        command.Add(_target.OffersObjects(Evidence));
        command.Add(path.OffersPaths(Evidence, _target));
    }

    /// <summary>Whether the evidence's own tree is meant, for which no store is needed.</summary>
    public bool IsHost(ParseResult call) => HostObjects.IsMeant(call.GetValue(_target)!);

    public byte[] Path(ParseResult call) => Encoding.UTF8.GetBytes(call.GetValue(path)!);

    /// <summary>The object; what it lacks is said, so that a view with a layer missing does not look whole.</summary>
    /// <exception cref="UsageException">No such object, or several.</exception>
    public ViewedObject Find(ParseResult call, Analyzer analyzer)
    {
        if (IsHost(call))
            return analyzer.Host(call.GetValue(_target)!);
        ViewedObject viewed = ViewedObject.Find(analyzer.Inventory, call.GetValue(_target)!);
        if (viewed.IsEmpty && !IsRoot(Path(call)))
            throw new UsageException($"{DisplayText.Escape(Path(call))}: no such path in this view, which is empty: the image has no layers");
        if (viewed is { Top: null, IsEmpty: false })
            analyzer.Problems.Damage("SF-VIEW-0001", viewed.Origin,
                $"{DisplayText.Escape(viewed.Name)} has no layer that is known: there is nothing to look into");
        foreach (Layer layer in viewed.Layers.Where(l => l.Files is null))
            analyzer.Problems.Damage("SF-VIEW-0002", layer.Origin,
                $"layer {DisplayText.Escape(layer.Id)} is out of reach, the view lacks its files: {layer.UnreachableReason ?? "its directory is missing"}");
        return viewed;
    }

    /// <summary>Tells who took a path away, where a view has it no more.</summary>
    /// <exception cref="UsageException">It was deleted.</exception>
    public void MustBeThere(ParseResult call, ViewedObject viewed)
    {
        byte[] path = Path(call);
        if (viewed.DeletedBy(path) is not { } layer)
            return;
        string step = viewed.StepOf(layer) is int number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (step {number})") : "";
        throw new UsageException($"{DisplayText.Escape(path)}: no such path in this view: layer {DisplayText.Escape(layer.Id)}{step} deleted it\n"
            + $"what the layers below still hold: storeforensics cat EVIDENCE {DisplayText.Escape(call.GetValue(_target)!)} {DisplayText.Escape(path)} --all-versions");
    }

    /// <summary>With <c>--recovered</c> the deleted files of what is looked into; else nothing.</summary>
    public IReadOnlyList<ViewedObject> Deleted(ParseResult call, Analyzer analyzer, ViewedObject viewed) =>
        call.GetValue(Evidence.Recovered) ? RecoveredViews.Of(viewed, analyzer.Inventory) : [];

    /// <summary>The object itself, or its deleted files where only those have the path.</summary>
    public ViewedObject FindWithPath(ParseResult call, Analyzer analyzer)
    {
        ViewedObject viewed = Find(call, analyzer);
        return viewed.Has(Path(call)) ? viewed : Deleted(call, analyzer, viewed).FirstOrDefault(d => d.Has(Path(call))) ?? viewed;
    }

    private static bool IsRoot(byte[] path) => !path.AsSpan().ContainsAnyExcept("/."u8);
}
