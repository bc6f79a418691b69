using StoreForensics.Evidence;
using StoreForensics.Ingest;
using StoreForensics.Ingest.Directories;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Contracts;

public sealed class DirectoryContract : EvidenceSourceContract
{
    private protected override IEvidenceSource Open(IReadOnlyList<ReferenceEntry> held, ProblemLog problems) =>
        DirectorySource.Open(ReferenceTreeFixture.Tree.Root, new OpenOptions { Scratch = new Scratch(), Problems = problems });

    // Nothing but the user's rights can keep the kernel from updating a symlink's access time.
    private protected override bool IsExpected(Problem problem) => base.IsExpected(problem) || (problem.Code == "SF-DIR-0006" && !TestLibC.IsRoot);
}
