using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>The contract for the tree packed into one file by a program of the machine.</summary>
public abstract class PackedContract : EvidenceSourceContract
{
    private string _directory = "";
    private Scratch? _scratch;

    /// <summary>The programs it takes.</summary>
    private protected abstract string[] Programs { get; }

    /// <summary>Packs the entries of <c>list</c>, NUL-ended, and no others, of the directory <c>root</c>. Gives the file.</summary>
    private protected abstract string Pack(string root, string list, string directory);

    private protected override IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems)
    {
        string root = ReferenceTreeFixture.Tree.Root;
        Tool.Require(Programs);
        _directory = Directory.CreateTempSubdirectory("sf-packed-").FullName;
        string list = Path.Combine(_directory, "list");
        File.WriteAllBytes(list, [.. held.SelectMany(e => (byte[])[.. "./"u8, .. e.Path.Bytes, 0])]);
        _scratch = new Scratch(_directory);
        string file = Pack(root, list, _directory);
        return EvidenceOpener.Open(file, new OpenOptions { Scratch = _scratch, Problems = problems }).Source;
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _scratch?.Dispose();
        if (_directory.Length > 0)
            Directory.Delete(_directory, recursive: true);
    }
}
