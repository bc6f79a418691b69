using System.Text;
using StoreForensics.Evidence;

namespace StoreForensics.Fuzz.Targets;

/// <summary>An evidence of one directory with files in it.</summary>
internal sealed class FolderOfFiles : IEvidenceSource
{
    private readonly List<byte[]> _contents = [];

    public FolderOfFiles(string folder, IEnumerable<(string Name, byte[] Bytes)> files)
    {
        var builder = new EvidenceTreeBuilder();
        foreach ((string name, byte[] bytes) in files)
        {
            var metadata = new EntryMetadata { Kind = EntryKind.File, Size = bytes.Length, DataOffset = _contents.Count };
            builder.Add(Encoding.UTF8.GetBytes(folder + "/" + name), metadata, out _);
            _contents.Add(bytes);
        }
        Tree = builder.Seal();
    }

    public string Name => "fuzz";

    public IReadOnlyList<string> Wrapping { get; } = ["fuzz"];

    public EvidenceTree Tree { get; }

    public Stream Open(int node) => new MemoryStream(_contents[(int)Tree[node].DataOffset], writable: false);

    public void Dispose()
    {
    }
}
