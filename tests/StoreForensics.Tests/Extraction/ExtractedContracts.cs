extern alias cli;

using cli::StoreForensics.Cli.Extraction;
using StoreForensics.Evidence;
using StoreForensics.Extraction;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Directories;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Stores.Drivers;
using StoreForensics.Tests.Contracts;
using StoreForensics.Views;

namespace StoreForensics.Tests.Extraction;

/// <summary>What an extraction wrote must hold all that the reference tree holds: it is read back by the same readers, under the same contract.</summary>
public abstract class ExtractedContract : EvidenceSourceContract
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sf-extracted-").FullName;
    private Scratch? _scratch;

    /// <summary>Writes the plan below the folder; gives what is to be read back.</summary>
    private protected abstract string Extract(ExtractionPlan plan, string folder, Scratch scratch, LeftOut leftOut, ProblemLog problems);

    private protected override IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems)
    {
        _scratch = new Scratch(_directory);
        using IEvidenceSource source = DirectorySource.Open(ReferenceTreeFixture.Tree.Root, new OpenOptions { Scratch = _scratch, Problems = problems });
        string written = Extract(ExtractionPlan.Of(ViewedObject.Of(LayerOf(source)), "/"u8.ToArray()), _directory, _scratch, LeftOut, problems);
        return EvidenceOpener.Open(written, new OpenOptions { Scratch = _scratch, Problems = problems }).Source;
    }

    private protected override bool IsExpected(Problem problem) => base.IsExpected(problem) || (problem.Code == "SF-DIR-0006" && !TestLibC.IsRoot);

    private protected LeftOut LeftOut { get; } = new();

    [OneTimeTearDown]
    public void Remove()
    {
        _scratch?.Dispose();
        // Directory.Delete cannot name what is not UTF-8 or deeper than PATH_MAX.
        Tool.Run("/", "rm", "-rf", "--", _directory);
    }

    private static Layer LayerOf(IEvidenceSource source) => new()
    {
        Id = "reference",
        Store = new StoreInfo { Name = "vfs", Driver = "vfs", Era = "layered", Root = new Origin("reference", "docker") },
        Origin = new Origin("reference", ""),
        Files = new LayerFiles(source, EvidenceTree.Root, NoWhiteouts.Instance, IsWholeTree: false),
    };
}

public sealed class ExtractedTarContract : ExtractedContract
{
    private protected override string Extract(ExtractionPlan plan, string folder, Scratch scratch, LeftOut leftOut, ProblemLog problems)
    {
        string file = Path.Combine(folder, "extracted.tar");
        using FileStream stream = File.Create(file);
        new Extractor(plan, new TarTarget(stream, leftOut), leftOut, problems).Run(scratch);
        return file;
    }

    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Kind == EntryKind.Socket ? null : entry;

    [Test]
    public void Sockets_alone_are_left_out() => Assert.That(LeftOut.Lines().Select(l => l.Split(':')[0]),
        Is.SubsetOf(new[] { "sockets, which a tar cannot hold" }));
}

public sealed class ExtractedDirectoryContract : ExtractedContract
{
    private protected override string Extract(ExtractionPlan plan, string folder, Scratch scratch, LeftOut leftOut, ProblemLog problems)
    {
        string target = Directory.CreateDirectory(Path.Combine(folder, "target")).FullName;
        var options = new DirectoryOptions(Force: false, Owners: TestLibC.IsRoot, SetId: true, Devices: true, Xattrs: true);
        using var directory = new DirectoryTarget(FreePlace.Directory(target), target, options, leftOut);
        new Extractor(plan, directory, leftOut, problems).Run(scratch);
        return target;
    }

    // The target itself is the user's: its metadata stays.
    private protected override ReferenceEntry? Held(ReferenceEntry entry) => entry.Path.IsEmpty ? null : entry;

    private protected override IEnumerable<EvidencePath> Passed => [default];

    [Test]
    public void Nothing_is_left_out() => Assert.That(LeftOut.Lines(), Is.Empty);
}
