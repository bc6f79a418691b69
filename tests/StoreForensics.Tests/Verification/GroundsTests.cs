using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;
using StoreForensics.Verification;

namespace StoreForensics.Tests.Verification;

/// <summary>What contradicts a record says on what it rests, when it was done as far as a time tells, and what else would look so.</summary>
[TestFixture]
internal sealed class GroundsTests
{
    private static VerifiedStore Store => VerifiedStore.Named("sample");

    [TestCase(+3600, FindingConfidence.High, "is later than the layer was registered", FindingSeverity.Critical)]
    [TestCase(-3600, FindingConfidence.Low, "it was not done after that", FindingSeverity.Medium)]
    [TestCase(null, FindingConfidence.Medium, "when it was done cannot be told", FindingSeverity.Critical)]
    public void A_change_time_tells_whether_it_was_done_after_the_layer_was_stored(int? seconds, FindingConfidence confidence, string words,
        FindingSeverity severity)
    {
        (Layer layer, string file) = Some();
        (Check check, Finding finding) = Judge(file, layer, m => m with { Changed = Later(layer, seconds) }, flip: true);
        Assert.Multiple(() =>
        {
            Assert.That(check.Grounds!.Confidence, Is.EqualTo(confidence));
            Assert.That(check.Grounds.Basis[^1], Does.Contain(words));
            Assert.That(check.Grounds.Alternatives, Is.Not.Empty);
            Assert.That((finding.Severity, finding.Confidence), Is.EqualTo((severity, confidence)));
            Assert.That(finding.Basis, Is.EqualTo(check.Grounds.Basis));
            Assert.That(finding.Title, Does.Not.Contain("after"));
        });
    }

    [Test]
    public void Metadata_alone_carries_less()
    {
        (Layer layer, string file) = Some();
        (Check check, _) = Judge(file, layer, m => m with { Mode = (ushort)(m.Mode ^ 0x800), Changed = Later(layer, 3600) }, flip: false);
        Assert.That(check.Grounds!.Confidence, Is.EqualTo(FindingConfidence.Medium));
        Assert.That(check.Grounds.Alternatives, Has.Some.Contains("owners or modes"));
    }

    /// <summary>Change times that a copy set anew, of nearly all files, say nothing of one of them.</summary>
    [Test]
    public void Change_times_of_a_copy_tell_nothing()
    {
        (Layer layer, string file) = Some();
        var evidence = new AlteredEvidence(Store.Source);
        EvidenceTree tree = Store.Source.Tree;
        for (int node = 1; node < tree.Count; node++)
            evidence.Change(System.Text.Encoding.Latin1.GetString(tree.PathOf(node).Bytes), m => m with { Changed = new Timestamp(1_900_000_000, 0) });
        byte[] bytes = evidence.Read(file);
        bytes[0] ^= 1;
        evidence.SetContent(file, bytes);

        Check check = VerifiedStore.Verify(evidence.Build()).Checks.Single(c => c is { Kind: CheckKind.File, IsMismatch: true });

        Assert.That((check.Changed, check.Grounds!.Confidence), Is.EqualTo(((Timestamp?)null, FindingConfidence.Medium)), layer.Id);
    }

    [Test]
    public void Every_mismatch_has_grounds_and_nothing_else_has()
    {
        var evidence = new AlteredEvidence(Store.Source);
        (Layer _, string file) = Some();
        evidence.Remove(file);
        evidence.Add(file + "-planted", new EntryMetadata { Kind = EntryKind.File, Mode = 0x1a4 }, [1]);
        VerificationResult result = VerifiedStore.Verify(evidence.Build());
        Assert.That(result.Checks.Where(c => c.IsMismatch), Is.Not.Empty);
        Assert.That(result.Checks.Where(c => c.IsMismatch != c.Grounds is { Basis.Count: > 0, Alternatives.Count: > 0 }).Select(c => c.Subject), Is.Empty);
    }

    /// <summary>Each rule says what else would give the same picture.</summary>
    [Test]
    public void Every_finding_has_a_basis_and_alternatives()
    {
        var problems = new ProblemLog();
        var inventory = new Inventory();
        WholeReading.Of(Store.Source, inventory, problems);
        IReadOnlyList<Finding> findings = FindingsExaminer.Find(inventory, null, problems);
        Assert.That(findings.Where(f => f.Basis.Count == 0 || f.Alternatives.Count == 0
            || f.Alternatives[0].StartsWith("somebody may", StringComparison.Ordinal))
            .Select(f => f.Rule).Distinct(), Is.Empty);
        Assert.That(findings, Has.Count.GreaterThan(50));
    }

    private static (Check Check, Finding Finding) Judge(string file, Layer layer, Func<EntryMetadata, EntryMetadata> change, bool flip)
    {
        var evidence = new AlteredEvidence(Store.Source);
        evidence.Change(file, change);
        if (flip)
        {
            byte[] bytes = evidence.Read(file);
            bytes[0] ^= 1;
            evidence.SetContent(file, bytes);
        }
        IEvidenceSource source = evidence.Build();
        var problems = new ProblemLog();
        var inventory = new Inventory();
        WholeReading.Of(source, inventory, problems);
        VerificationResult result = StoreVerifier.Verify(inventory, [source], problems);
        Check check = result.Checks.Single(c => c is { Kind: CheckKind.File, IsMismatch: true });
        Assert.That(check.Layer!.Id, Is.EqualTo(layer.Id));
        return (check, FindingsExaminer.Find(inventory, result, problems).Single(f => f.Rule == "layer-altered"));
    }

    private static (Layer Layer, string File) Some() =>
        Store.Recorded.Where(l => l.Registered is not null).Select(l => (l, VerifiedStore.Files(l).FirstOrDefault()!)).First(l => l.Item2 is not null);

    private static Timestamp? Later(Layer layer, int? seconds) =>
        seconds is int more ? new Timestamp(layer.Registered!.Value.Seconds + more, 0) : null;
}
