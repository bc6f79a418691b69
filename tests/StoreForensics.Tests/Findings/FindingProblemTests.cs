using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Patterns;
using StoreForensics.Primitives;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Findings;

/// <summary>What the rules could not look at, or left out, is told.</summary>
internal sealed class FindingProblemTests
{
    private static readonly string s_cron = $"overlay2/{LayeredSample.Own}/diff/etc/cron.d/";

    [Test]
    public void A_text_file_that_cannot_be_read_is_damage()
    {
        MadeStore store = LayeredSample.Make().Lost(s_cron + "a");
        FindingsExaminer.Find(store.Read(), null, store.Problems);
        Assert.That(Told(store), Is.EqualTo([("SF-FIND-0001", ProblemSeverity.Damage, s_cron + "a")]));
    }

    [Test]
    public void A_file_that_cannot_be_compared_with_digests_is_damage()
    {
        MadeStore store = LayeredSample.Make().Lost(s_cron + "a");
        new ListedDigests([new string('0', 64)]).Find(store.Read(), false, store.Problems);
        Assert.That(Told(store), Is.EqualTo([("SF-FIND-0002", ProblemSeverity.Damage, s_cron + "a")]));
    }

    [Test]
    public void Text_files_past_the_limit_are_a_note() =>
        Assert.That(With(new FindingLimits { TextFiles = 1 }).Codes, Is.EqualTo(["SF-FIND-0004"]));

    [Test]
    public void Findings_past_the_limit_are_a_note() =>
        Assert.That(With(new FindingLimits { PerRuleAndSubject = 1 }).Codes, Is.EqualTo(["SF-FIND-0005"]));

    [Test]
    public void A_log_past_the_limit_is_a_note() =>
        Assert.That(With(new FindingLimits { LogBytes = 1 }).Codes, Is.EqualTo(["SF-FIND-0006"]));

    [Test]
    public void Within_the_limits_there_is_nothing_to_tell() => Assert.That(With(FindingLimits.Default).Codes, Is.Empty);

    [Test]
    public void An_example_has_no_bytes()
    {
        using var example = new ExampleSource("/x"u8.ToArray(), new EntryMetadata { Kind = EntryKind.File });
        Assert.That(Assert.Throws<EvidenceFormatException>(() => example.Open(example.Node))!.Code, Is.EqualTo("SF-FIND-0007"));
    }

    private static MadeStore With(FindingLimits limits)
    {
        MadeStore store = LayeredSample.Make().File(s_cron + "a", "* * * * * root /tmp/a\n").File(s_cron + "b", "* * * * * root /tmp/b\n");
        FindingsExaminer.Find(store.Read(), null, store.Problems, new FindingsOptions { Limits = limits });
        return store;
    }

    private static IEnumerable<(string, ProblemSeverity, string)> Told(MadeStore store) =>
        store.Problems.Sorted().Select(p => (p.Code, p.Severity, p.Origin.Path.ToString()));
}
