using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Images;

namespace StoreForensics.Stores.Docker.Layered;

/// <summary>All images of one <c>image/&lt;driver&gt;</c> directory with their parents and tags.</summary>
internal sealed class LayeredImages
{
    private readonly EvidenceFiles _files;
    private readonly int? _directory;
    private readonly StoreInfo _store;
    private readonly Dictionary<string, ImageRecord> _byId = new(StringComparer.Ordinal);

    /// <summary>Reads <c>image/&lt;driver&gt;</c>; no images when it is not there.</summary>
    public LayeredImages(EvidenceFiles files, int? directory, StoreInfo store)
    {
        (_files, _directory, _store) = (files, directory, store);
        Records = Read();
        foreach (ImageRecord record in Records)
            _byId[record.Image.Id] = record;
        foreach (ImageRecord record in Records)
            JoinParent(record.Image);
        if (_directory is int tagged)
            _files.Problems.Contain(_files.Origin(tagged), Tag);
    }

    /// <summary>In byte order of ids.</summary>
    public IReadOnlyList<ImageRecord> Records { get; }

    public IEnumerable<Image> Images => Records.Select(r => r.Image);

    /// <summary><c>repositories.json</c>; null when it is not there.</summary>
    public int? TagFileNode { get; private set; }

    public Image? Find(string? id) => Record(id)?.Image;

    public ImageRecord? Record(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    private List<ImageRecord> Read()
    {
        var records = new List<ImageRecord>();
        int? content = Down("imagedb"u8, "content"u8, "sha256"u8), metadata = Down("imagedb"u8, "metadata"u8, "sha256"u8);
        var reader = new ImageConfigFile(_files, _store, metadata);
        foreach (int child in content is int directory ? _files.Tree.Children(directory).ToArray() : [])
        {
            if (!ObjectIds.IsDigest(_files.Tree.Name(child)) || _files.Tree[child].Kind != EntryKind.File)
                _files.Problems.Note("SF-IMAGE-0007", _files.Origin(child), "is no image's configuration: what an atomic write left, or planted");
            else if (_files.Problems.ContainOr(_files.Origin(child), null, () => reader.Read(child)) is { } record)
                records.Add(record);
        }
        return records;
    }

    private int? Down(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        _directory is int directory && _files.Directory(directory, a) is int x && _files.Directory(x, b) is int y ? _files.Directory(y, c) : null;

    private void JoinParent(Image image)
    {
        if (image.ParentId is null)
            return;
        if (Find(image.ParentId) is not { } parent || parent == image)
        {
            _files.Problems.Note("SF-IMAGE-0008", image.Origin, $"the parent {image.ParentId} is not in the image database");
            return;
        }
        image.Parent = parent;
        parent.HasChildren = true;
    }

    private void Tag()
    {
        if (_directory is not int directory)
            return;
        if (_files.File(directory, "repositories.json"u8) is not int node)
        {
            // An engine writes it at its first start (moby v20.10 reference/store.go NewReferenceStore).
            if (Records.Count > 0)
                _files.Problems.Warn("SF-IMAGE-0014", _files.Origin(directory), "there are images and no repositories.json: their tags are unknown");
            return;
        }
        TagFileNode = node;
        var references = new ReferenceLists();
        foreach ((ImageReference reference, string id) in TagFile.Read(_files, node))
        {
            if (Find(id) is not { } image)
                _files.Problems.Damage("SF-IMAGE-0009", _files.Origin(node),
                    $"{DisplayText.Escape(reference.ToString())} points to {DisplayText.Escape(id)}, which is not in the image database");
            else
                references.Add(image, reference);
        }
        references.Sort();
    }
}
