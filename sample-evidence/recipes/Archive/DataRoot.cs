namespace SampleRecipes.Archive;

/// <summary>A Docker data root in memory: what a recipe fills and the tar writer packs.</summary>
internal sealed class DataRoot
{
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Node> Nodes => _nodes.Values;

    public Node this[string path] => _nodes[path];

    public void Add(Node node)
    {
        if (node.Path.Length > 0 && !_nodes.ContainsKey(Parent(node.Path)))
            throw new InvalidOperationException($"no directory for {node.Path}");
        _nodes.Add(node.Path, node);
    }

    public void Directory(string path, int mode, Stamp modified, int uid = 0, int gid = 0) =>
        Add(new Node { Path = path, Kind = NodeKind.Directory, Mode = mode, Modified = modified, Uid = uid, Gid = gid });

    public void File(string path, int mode, Stamp modified, byte[] content, int uid = 0, int gid = 0) =>
        Add(new Node { Path = path, Kind = NodeKind.File, Mode = mode, Modified = modified, Content = content, Uid = uid, Gid = gid });

    public void File(string path, int mode, Stamp modified, string content, int uid = 0, int gid = 0) =>
        File(path, mode, modified, RawText.ToBytes(content), uid, gid);

    public void Symlink(string path, Stamp modified, string target) =>
        Add(new Node { Path = path, Kind = NodeKind.Symlink, Mode = 0b111_111_111, Modified = modified, LinkTarget = target });

    /// <summary>A second name of a file: mode, owner and time are the inode's, so they are taken from the first.</summary>
    public void HardLink(string path, string firstPath)
    {
        Node first = _nodes[firstPath];
        Add(first with { Path = path, Kind = NodeKind.HardLink, LinkTarget = firstPath, Content = [] });
    }

    private static string Parent(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
