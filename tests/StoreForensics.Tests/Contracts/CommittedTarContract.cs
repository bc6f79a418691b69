using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

/// <summary>
/// The portable tree in an archive that lies in the repository, so that a clone tests on any system and without any tool. See <see cref="CommittedTarRecipe"/>.
/// </summary>
public sealed class CommittedTarContract : EvidenceSourceContract
{
    public const string Name = "reference.tar.gz";

    // So that the fixture cannot change unnoticed.
    private const string Sha256 = "e9467c21b7582b9eee3c1dc1b619be254d442e4e5651139c0b61ba6917d6b6b4";

    private string _file = "";
    private Scratch? _scratch;

    private protected override IReadOnlyList<ReferenceEntry> Reference => ReferenceTree.PortableEntries;

    private protected override IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems)
    {
        using Stream resource = typeof(CommittedTarContract).Assembly.GetManifestResourceStream(Name)!;
        var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        Assert.That(ReferenceEntry.Hash(bytes.ToArray()), Is.EqualTo(Sha256));
        _file = Path.GetTempFileName();
        File.WriteAllBytes(_file, bytes.ToArray());
        _scratch = new Scratch();
        return EvidenceOpener.Open(_file, new OpenOptions { Scratch = _scratch, Problems = problems }).Source;
    }

    [OneTimeTearDown]
    public void Remove()
    {
        _scratch?.Dispose();
        File.Delete(_file);
    }
}
