using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Tests.Verification;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Copies;

/// <summary>What a copy lost accuses nobody, and what it kept still proves what was altered: real stores, in each way in which people copy.</summary>
[TestFixture]
internal sealed class CopyMatrixTests
{
    private static readonly string[] s_stores = ["sample", "quiet", "shop/shop.tar.gz", "elder/elder.tar.xz", "attic/attic.tar.xz"];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Judged> s_whole = new(StringComparer.Ordinal);

    [Test]
    public void A_copy_accuses_nobody([ValueSource(nameof(s_stores))] string name, [Values] CopyWay way)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        Judged whole = s_whole.GetOrAdd(name, _ => Judge(store.Source));

        Judged copy = Judge(new StrippedCopy(store.Source, way));

        Assert.Multiple(() =>
        {
            Assert.That(copy.Mismatches.Except(whole.Mismatches), Is.Empty);
            Assert.That(copy.Findings.Except(whole.Findings), Is.Empty);
            Assert.That(copy.Losses.Distinct().Count(), Is.EqualTo(copy.Losses.Length), "each loss once");
        });
    }

    [TestCase(CopyWay.WithoutAttributes, "SF-COPY-0001 SF-COPY-0011")]
    [TestCase(CopyWay.SecurityAlone, "SF-COPY-0001")]
    [TestCase(CopyWay.WithoutDevices, "SF-COPY-0002")]
    [TestCase(CopyWay.DevicesAsFiles, "SF-COPY-0001 SF-COPY-0002 SF-COPY-0011")]
    [TestCase(CopyWay.WithoutDirectories, "SF-COPY-0003")]
    [TestCase(CopyWay.FilesAlone, "SF-COPY-0001 SF-COPY-0002 SF-COPY-0003 SF-COPY-0009 SF-COPY-0011")]
    [TestCase(CopyWay.OneOwner, "SF-COPY-0004")]
    [TestCase(CopyWay.UserNamespace, "SF-COPY-0017")]
    [TestCase(CopyWay.Fresh, "SF-COPY-0001 SF-COPY-0004 SF-COPY-0005 SF-COPY-0006 SF-COPY-0007 SF-COPY-0011 SF-COPY-0013")]
    [TestCase(CopyWay.Fat, "SF-COPY-0001 SF-COPY-0002 SF-COPY-0004 SF-COPY-0005 SF-COPY-0009 SF-COPY-0011 SF-COPY-0013 SF-COPY-0015")]
    [TestCase(CopyWay.WholeSeconds, "")]
    [TestCase(CopyWay.AsciiNames, "SF-COPY-0001 SF-COPY-0002 SF-COPY-0010 SF-COPY-0011")]
    [TestCase(CopyWay.WithoutLinks, "SF-COPY-0013")]
    public void Each_loss_is_told_once(CopyWay way, string codes) =>
        Assert.That(string.Join(' ', Judge(new StrippedCopy(VerifiedStore.Named("sample").Source, way)).Losses), Is.EqualTo(codes));

    [TestCase("elder/elder.tar.xz", CopyWay.WithoutEmptyFiles, "SF-COPY-0008")]
    [TestCase("shop/shop.tar.gz", CopyWay.WithoutAttributes, "SF-COPY-0012")]
    [TestCase("elder/elder.tar.xz", CopyWay.Fat, "SF-COPY-0016")]
    public void What_the_sample_has_none_of_is_told_of_others(string store, CopyWay way, string code) =>
        Assert.That(Judge(new StrippedCopy(VerifiedStore.Named(store).Source, way)).Losses, Does.Contain(code));

    [Test]
    public void A_store_that_was_copied_whole_has_lost_nothing([ValueSource(nameof(s_stores))] string name) =>
        Assert.That(s_whole.GetOrAdd(name, n => Judge(VerifiedStore.Named(n).Source)).Losses, Is.Empty);

    [Test]
    public void What_the_copy_kept_still_proves_an_alteration([ValueSource(nameof(s_stores))] string name, [Values] CopyWay way)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        (Layer layer, string[] files) = store.Recorded.Select(l => (l, Files: VerifiedStore.Files(l).ToArray())).FirstOrDefault(l => l.Files.Length >= 8);
        if (layer is null)
            Assert.Ignore($"no layer of {name} has eight files of its own");
        var altered = new AlteredEvidence(store.Source);
        IReadOnlyList<string> expected = Alterations.Make(altered, layer, files, way);

        Judged found = Judge(new StrippedCopy(altered.Build(), way));

        Assert.That(found.Mismatches.Where(m => m.StartsWith("file ", StringComparison.Ordinal)), Is.SupersetOf(expected));
    }

    private static Judged Judge(IEvidenceSource source)
    {
        var problems = new ProblemLog();
        var inventory = new Inventory();
        WholeReading.Of(source, inventory, problems);
        VerificationResult result = StoreVerifier.Verify(inventory, [source], problems);
        return new Judged(
            [.. result.Checks.Where(c => c.IsMismatch).Select(c => $"{c.Kind.Word()} {c.Subject} {c.Path} {c.Status.Word()}")],
            [.. FindingsExaminer.Find(inventory, result, problems).Where(f => f.Severity > FindingSeverity.Low)
                .SelectMany(f => f.Subjects.Select(subject => $"{f.Rule} {subject} {f.Path}")).Distinct()],
            [.. problems.Sorted().Where(p => p.Code.StartsWith("SF-COPY-", StringComparison.Ordinal)).Select(p => p.Code).Order(StringComparer.Ordinal)]);
    }

    private sealed record Judged(string[] Mismatches, string[] Findings, string[] Losses);
}
