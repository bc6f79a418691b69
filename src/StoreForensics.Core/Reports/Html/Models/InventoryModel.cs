using Scriban.Runtime;
using StoreForensics.Cases;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Layout;
using StoreForensics.Reports.Html.Data;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html.Models;

/// <summary>Stores, layers, volumes and what else a data root holds, for the templates.</summary>
internal sealed class InventoryModel(ReportScope scope)
{
    private Inventory Inventory => scope.Case.Inventory;

    public IEnumerable<ScriptObject> Stores() => Inventory.Stores.Select(store => new ScriptObject
    {
        ["name"] = store.Name,
        ["facts"] = scope.Facts()
            .Text("Layout", Era(store.Era))
            .Text("Storage driver", store.Driver)
            .Code("Data root", store.Root.Path.IsEmpty ? store.Root.Evidence : ProblemModel.Place(scope, store.Root))
            .Text("Engine version", store.EngineVersion is null ? null : "at least " + store.EngineVersion)
            .Text("Sign of that", store.EngineVersionSign)
            .Text("Holds", Holds(InventoryCounts.Of(Inventory, store))),
        ["layout"] = scope.Case.Layout.Value.Where(f => f.Store == store).Select(Layout).ToArray(),
    });

    private ScriptObject Layout(LayoutFact fact) => new()
    {
        ["title"] = fact.Title,
        ["says"] = fact.Says,
        ["count"] = LayoutText.Count(fact),
        ["place"] = LayoutText.Place(fact),
        ["read"] = scope.Secrets.Text(LayoutText.Read(fact)),
    };

    private static string Holds(InventoryCounts counts) => string.Join(", ", ReportNumber.Count(counts.Images, "image"),
        ReportNumber.Count(counts.Layers, "layer"), ReportNumber.Count(counts.Containers, "container"), ReportNumber.Count(counts.Volumes, "volume"));

    public IEnumerable<ScriptObject> Volumes() => Inventory.Volumes.Select(volume => new ScriptObject
    {
        ["anchor"] = scope.Anchors.Of(volume),
        ["name"] = scope.Case.Label(volume.Name, volume.Store.Root.Evidence),
        ["short_name"] = Anchors.Short(volume.Name),
        ["kind"] = volume.IsBindMount ? "bind mount" : "volume",
        ["used_by"] = volume.Containers.Count == 0 ? "no container" : string.Join(", ", volume.Containers.Take(5).Select(c => c.DisplayName)),
        ["created"] = volume.Created is RecordedTime created ? scope.Time.ToSecond(created.Time) : null,
        ["facts"] = scope.Facts()
            .Code("Name", volume.Name, wide: true)
            .Time("Created", volume.Created)
            .Code("Path on the host", volume.HostPath)
            .Flag("Bind mount", volume.IsBindMount)
            .Flag("Writable", volume.Writable)
            .Text("Data", Contents(volume))
            .Code("Data directory", DataDirectory(volume))
            .Links("Containers", [.. volume.Containers.Select(c => scope.Anchors.Link(c, c.DisplayName))], "none refers to it")
            .Text("Store", volume.Store.Name)
            .Code("Described in", ProblemModel.Place(scope, volume.Origin)),
    });

    public IEnumerable<ScriptObject> Networks() => Inventory.Networks.Select(network => new ScriptObject
    {
        ["anchor"] = scope.Anchors.Of(network),
        ["name"] = scope.Case.Label(network.Name ?? Anchors.Short(network.Id), network.Store.Root.Evidence),
        ["driver"] = network.Driver,
        ["addresses"] = string.Join(", ", network.Subnets),
        ["created"] = network.Created is RecordedTime created ? scope.Time.ToSecond(created.Time) : null,
        ["facts"] = scope.Facts()
            .Code("Id", network.Id, wide: true)
            .Time("Created", network.Created)
            .Text("Driver", network.Driver)
            .Text("Scope", network.Scope)
            .Code("Interface of the host", network.Bridge)
            .List("Addresses", [.. network.Subnets])
            .List("Gateways", [.. network.Gateways])
            .Flag("Internal", network.IsInternal)
            .Flag("Attachable", network.IsAttachable)
            .List("Connected when the evidence was taken",
                [.. network.Connections.Select(c => $"{c.Name ?? c.ContainerId} {c.Address} {c.MacAddress}".TrimEnd())])
            .Labels("Labels", network.Labels)
            .Labels("Options of the driver", network.Options)
            .Code("Recorded in", ProblemModel.Place(scope, network.Origin)),
    });

    public IEnumerable<ScriptObject> Layers() => Inventory.Layers.Select(layer =>
    {
        ScriptObject changes = scope.Changes.Of(layer, "layer " + Anchors.Short(layer.Id))!;
        return new ScriptObject
        {
            ["anchor"] = scope.Anchors.Of(layer),
            ["short_id"] = Anchors.Short(layer.Id),
            ["role"] = Role(layer.Role),
            ["loose"] = layer.Role is LayerRole.Orphan or LayerRole.Removing,
            ["size"] = layer.RecordedSize is long size ? ReportNumber.Size(size) : null,
            ["owners"] = Owners(layer),
            ["changes"] = changes,
            ["facts"] = LayerFacts(layer),
        };
    });

    public IEnumerable<ScriptObject> Leftovers() => Inventory.Leftovers.Select(leftover => new ScriptObject
    {
        ["kind"] = leftover.Kind,
        ["name"] = leftover.Name,
        ["detail"] = leftover.Detail,
        ["place"] = ProblemModel.Place(scope, leftover.Origin),
    });

    public IEnumerable<ScriptObject> EngineEvents() => Inventory.EngineEvents.OrderBy(e => e.Time).Select(e => new ScriptObject
    {
        ["time"] = scope.Time.Full(e.Time),
        ["seconds"] = TimelineLinks.Seconds(e.Time),
        ["type"] = e.EventType,
        ["meaning"] = e.TimeMeaning,
        ["message"] = scope.Secrets.Text(e.Message),
        ["tag"] = e.Tag,
        ["image"] = e.Image is Image image ? scope.Anchors.Link(image, image.DisplayNames.First()) : null,
        ["container"] = e.Container is Container container ? scope.Anchors.Link(container, container.DisplayName) : null,
        ["place"] = ProblemModel.Place(scope, e.Origin),
    });

    private static string? DataDirectory(Volume volume) => volume.Files switch
    {
        null => null,
        { Root: EvidenceTree.Root } => "/",
        { } files => files.Source.Tree.PathOf(files.Root).ToString(),
    };

    private FactList LayerFacts(Layer layer) => scope.Facts()
        .Code("Id", layer.Id, wide: true)
        .Text("Role", Role(layer.Role))
        .Link("Parent", layer.Parent, layer.Parent?.Id)
        .Time("Registered here", layer.Registered)
        .Bytes("Recorded size", layer.RecordedSize)
        .Code("Diff id", layer.DiffId, wide: layer.DiffId is not null)
        .Code("Chain id", layer.ChainId, wide: layer.ChainId is not null)
        .Text("Files", layer.Files is null ? layer.UnreachableReason ?? "out of reach" : layer.Files.IsWholeTree ? "a whole tree" : "the changes alone")
        .Links("Images", [.. layer.Images.Select(i => scope.Anchors.Link(i, i.DisplayNames.First()))])
        .Links("Containers", [.. layer.Containers.Select(c => scope.Anchors.Link(c, c.DisplayName))])
        .Text("Store", layer.Store.Name)
        .Code("Directory", ProblemModel.Place(scope, layer.Origin));

    private static string Owners(Layer layer)
    {
        string[] names = [.. layer.Containers.Select(c => c.DisplayName).Concat(layer.Images.SelectMany(i => i.DisplayNames)).Take(4)];
        return names.Length switch { 0 => "nobody", 4 => string.Join(", ", names[..3]) + ", …", _ => string.Join(", ", names) };
    }

    private static string Role(LayerRole role) => role switch
    {
        LayerRole.Image => "image",
        LayerRole.Container => "container",
        LayerRole.ContainerInit => "container init",
        LayerRole.BuildCache => "build cache",
        LayerRole.Removing => "being removed",
        _ => "orphan",
    };

    private static string Era(string era) => era switch
    {
        "graph" => "graph (Docker 0.5 to 1.9)",
        "layered" => "layered (Docker 1.10 and later)",
        _ => era,
    };

    // All names are in memory already; the walk keeps its own stack, for evidence chooses the depth.
    private static string Contents(Volume volume)
    {
        if (volume.Files is not VolumeFiles { Source.Tree: EvidenceTree tree, Root: int root })
            return "outside the evidence or missing";
        long files = 0, bytes = 0;
        var open = new Stack<int>([root]);
        while (open.TryPop(out int node))
        {
            foreach (int child in tree.Children(node))
            {
                files += tree[child].Kind.IsDirectory() ? 0 : 1;
                bytes += tree[child].Kind == EntryKind.File ? tree[child].Size : 0;
                open.Push(child);
            }
        }
        return $"{ReportNumber.Count(files, "file")}, {ReportNumber.Size(bytes)}";
    }
}
