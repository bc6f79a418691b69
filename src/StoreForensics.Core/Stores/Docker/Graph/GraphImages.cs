using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>All images of <c>graph/</c>, their parents, tags and layers.</summary>
internal sealed class GraphImages(DataRoot root, IReadOnlyList<StoreInfo> stores, LayerAssembly layers)
{
    private readonly EvidenceFiles _files = root.Files;
    private readonly List<Leftover> _leftovers = [];
    private readonly Dictionary<string, Image> _byId = [];

    /// <summary>In byte order of ids.</summary>
    public IReadOnlyList<Image> Read()
    {
        var images = new List<Image>();
        if (root.Directory("graph"u8) is not int graph)
            return images;
        foreach (int child in root.Tree.Children(graph).ToArray())
        {
            if (_files.Problems.ContainOr(_files.Origin(child), null, () => ReadOne(child)) is not { } image)
                continue;
            images.Add(image);
            _byId[image.Id] = image;
        }
        foreach (Image image in images)
            JoinParent(image);
        return images;
    }

    /// <summary>Adds the references of the repositories files; a tag whose image is missing becomes a problem.</summary>
    public void Tag(IReadOnlyList<RepositoriesFile> repositories)
    {
        var references = new ReferenceLists();
        foreach (RepositoriesFile file in repositories)
        {
            foreach ((ImageReference reference, string id) in file.References)
            {
                if (!_byId.TryGetValue(id, out Image? image))
                    _files.Problems.Damage("SF-GRAPH-0005", _files.Origin(file.Node),
                        $"{DisplayText.Escape(reference.ToString())} points to {DisplayText.Escape(id)}, which is not in graph/");
                else
                    references.Add(image, reference);
            }
        }
        references.Sort();
    }

    /// <summary>Staging directories of registrations and removals that never ended.</summary>
    public IEnumerable<Leftover> Leftovers() => _leftovers;

    private Image? ReadOne(int node)
    {
        ReadOnlySpan<byte> name = root.Tree.Name(node);
        string id = Encoding.UTF8.GetString(name);
        if (ObjectIds.IsGraphId(name) && root.Tree[node].Kind.IsDirectory())
            return new GraphImageFile(_files, StoreOf(id)).Read(node, id);
        if (name.SequenceEqual("_tmp"u8) || name.SequenceEqual(":tmp:"u8))
            AddStaged(node);
        else if (!name.SequenceEqual("checksums"u8))
            _files.Problems.Note("SF-GRAPH-0006", _files.Origin(node), "is neither an image's directory nor anything an engine puts here");
        return null;
    }

    private void AddStaged(int directory)
    {
        foreach (int child in root.Tree.Children(directory).ToArray())
        {
            string detail = "an interrupted pull, build or removal";
            if (root.Tree.Child(child, "json"u8) is var json && json != EvidenceTree.None)
                detail += "; its json is still there";
            _leftovers.Add(new Leftover("staged image", Encoding.UTF8.GetString(root.Tree.Name(child)), _files.Origin(child), detail));
        }
    }

    // By driver: on an upgraded host the layer itself counts as the newer store's.
    private StoreInfo StoreOf(string id) => stores.FirstOrDefault(s => layers.Find(s.Driver, id) is not null) ?? stores[0];

    private void JoinParent(Image image)
    {
        if (image.ParentId is null)
            return;
        if (_byId.TryGetValue(image.ParentId, out Image? parent))
        {
            image.Parent = parent;
            parent.HasChildren = true;
        }
        else
        {
            _files.Problems.Damage("SF-GRAPH-0007", image.Origin,
                $"the parent {DisplayText.Escape(image.ParentId)} is not in graph/; history and sizes end here");
        }
    }
}
