using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Copies;

/// <summary>The deletions and opaque directories of a layer, as its record has them, by the node of their directory.</summary>
internal sealed class RecordedMarks
{
    private readonly Dictionary<int, List<byte[]>> _deleted = [];
    private readonly HashSet<int> _opaque = [];

    /// <summary>Marks whose directory is not in the evidence: nothing can be hidden there.</summary>
    public int WithoutDirectory { get; private set; }

    public bool IsEmpty => _deleted.Count == 0 && _opaque.Count == 0;

    /// <summary>As far as the record can be read; none where the layer has no record.</summary>
    public static RecordedMarks Of(Layer layer, ProblemLog problems)
    {
        var marks = new RecordedMarks();
        if (layer.Files is not { } files)
            return marks;
        LayerRecord.Read(layer, problems, reader =>
        {
            foreach (TarSplitEntry entry in reader.Read())
            {
                if (entry.IsFile)
                    marks.Take(files, RecordedName.Of(entry.Name.Bytes));
            }
        });
        return marks;
    }

    public bool IsOpaque(int directory) => _opaque.Contains(directory);

    /// <summary>Names that the layer deletes from this directory.</summary>
    public IReadOnlyList<byte[]> Deleted(int directory) => _deleted.TryGetValue(directory, out List<byte[]>? names) ? names : [];

    public bool Deletes(int directory, ReadOnlySpan<byte> name)
    {
        foreach (byte[] deleted in Deleted(directory))
        {
            if (name.SequenceEqual(deleted))
                return true;
        }
        return false;
    }

    private void Take(LayerFiles files, RecordedName name)
    {
        if (name.Kind == RecordedNameKind.Opaque)
        {
            if (files.Tree.Find(files.Root, name.Path.Bytes) is var at && at != EvidenceTree.None)
                _opaque.Add(at);
            else
                WithoutDirectory++;
        }
        else if (name.Kind == RecordedNameKind.Deletion)
        {
            int slash = Math.Max(0, name.Path.Bytes.LastIndexOf((byte)'/'));
            int directory = files.Tree.Find(files.Root, name.Path.Bytes[..slash]);
            if (directory == EvidenceTree.None)
                WithoutDirectory++;
            else
                Add(directory, name.Path.Bytes[slash..].TrimStart((byte)'/').ToArray());
        }
    }

    private void Add(int directory, byte[] name)
    {
        if (!_deleted.TryGetValue(directory, out List<byte[]>? names))
            _deleted[directory] = names = [];
        names.Add(name);
    }
}
