using StoreForensics.Findings;
using StoreForensics.Ingest;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Findings;

/// <summary>A report that cries wolf is not read twice: stock images and a host where nothing happened have no finding above low.</summary>
[TestFixture]
internal sealed class QuietHostTests
{
    private static readonly Lazy<IReadOnlyList<Finding>> s_found = new(() => Find("quiet-20.10", containers: 7, images: 5)),
        s_node = new(() => Find("quiet-node-2.1", containers: 10, images: 3));

    [Test]
    public void A_host_where_nothing_happened_has_nothing_above_low() => AssertQuiet(s_found.Value);

    /// <summary>Pods of a day: a static one, one that was restarted once, jobs that end well and not.</summary>
    [Test]
    public void A_node_where_nothing_happened_has_nothing_above_low() => AssertQuiet(s_node.Value);

    private static void AssertQuiet(IReadOnlyList<Finding> found) =>
        Assert.That(found.Where(f => f.Severity > FindingSeverity.Low).Select(f => $"{f.Rule}: {string.Join(", ", f.Subjects)}: {f.Reason}"), Is.Empty);

    /// <summary>Quiet is not blind: what packages do is there to be read.</summary>
    [TestCase("setid-added")]
    [TestCase("capability-added")]
    [TestCase("account-files")]
    [TestCase("persistence-cron")]
    public void What_packages_do_is_info(string rule) =>
        Assert.That(s_found.Value.Where(f => f.Rule == rule).Select(f => f.Severity), Is.Not.Empty.And.All.EqualTo(FindingSeverity.Info));

    private static IReadOnlyList<Finding> Find(string name, int containers, int images)
    {
        using var scratch = new Scratch();
        var problems = new ProblemLog();
        string archive = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Findings", "QuietHost", name + ".tar.xz");
        using OpenedEvidence opened = EvidenceOpener.Open(archive, new OpenOptions { Scratch = scratch, Problems = problems, Keep = static (_, _) => true });
        var inventory = new Inventory();
        Stores.WholeReading.Of(opened.Source, inventory, problems);
        Assert.That(inventory.Containers, Has.Count.EqualTo(containers));
        Assert.That(inventory.Images.Count(i => i.References.Count > 0), Is.EqualTo(images));
        return FindingsExaminer.Find(inventory, null, problems);
    }
}
