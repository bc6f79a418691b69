using StoreForensics.Primitives;

namespace StoreForensics.Tests.Faults;

/// <summary>Whatever is thrown at any read of a disk image's files, while it is opened or later: a code and plain lines, the evidence as it was.</summary>
[NonParallelizable] // they print to the console
internal sealed class FaultyDisksTests
{
    private const int EachUpTo = 40;

    private string _folder = "";
    private FaultRuns _runs = null!;
    private FaultEvidence _evidence = null!;

    [OneTimeSetUp]
    public void Prepare()
    {
        _folder = Directory.CreateTempSubdirectory("sf-faults-").FullName;
        _runs = new FaultRuns(_folder);
        _evidence = new FaultEvidence(_folder);
    }

    [OneTimeTearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Where_a_disk_is_read([ValueSource(typeof(FaultEvidence), nameof(FaultEvidence.Disks))] string kind)
    {
        string evidence = _evidence.Make(kind);
        int calls = _runs.Throw(ProbePlace.File, [0, 3, 4], evidence, FaultRuns.EachUpTo(EachUpTo), "images", evidence, "--quiet");
        Assert.That(calls, Is.GreaterThan(kind == "gzip of a disk" ? 2 : 10));
    }
}
