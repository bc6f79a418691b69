using System.Text.Json;
using StoreForensics.Findings;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Findings;

/// <summary>What the scenarios planted is found, at the path and subject that they name.</summary>
[TestFixture]
internal sealed class PlantedTests
{
    [TestCase("sample")]
    [TestCase("node")]
    [TestCase("shop/shop.tar.gz")]
    [TestCase("attic/attic.tar.xz")]
    public void Every_trace_is_found(string name)
    {
        VerifiedStore store = VerifiedStore.Named(name);
        string truth = name == "sample" ? Path.Combine(Checkout.Samples, "webapp-20.10", "planted.json")
            : name == "node" ? Path.Combine(Checkout.Samples, "shopnode-2.1", "planted.json")
            : Stores.SharedEvidence.PathOf($"evidence/{name.Split('/')[0]}/planted.json");
        IReadOnlyList<Finding> findings = FindingsExaminer.Find(store.Inventory, null, new ProblemLog());
        using JsonDocument planted = JsonDocument.Parse(File.ReadAllBytes(truth));
        var missed = new List<string>();
        foreach (JsonElement trace in planted.RootElement.GetProperty("planted").EnumerateArray())
        {
            string? subject = trace.GetProperty("subject").GetString(), path = trace.GetProperty("path").GetString();
            if (!findings.Any(f => (subject is null || f.Subjects.Contains(subject)) && (path is null || f.Path?.ToString() == path)))
                missed.Add(trace.GetRawText());
        }
        Assert.That(missed, Is.Empty);
    }

    [Test]
    public void Findings_come_most_severe_first_and_never_hold_a_secret()
    {
        IReadOnlyList<Finding> findings = FindingsExaminer.Find(VerifiedStore.Named("sample").Inventory, null, new ProblemLog());
        Assert.Multiple(() =>
        {
            Assert.That(findings.Select(f => f.Severity), Is.Ordered.Descending);
            Assert.That(findings.Select(f => f.Reason), Has.None.Contains("FAKE-PASSWORD").And.None.Contains("hunter2"));
            Assert.That(findings.Where(f => f.Attack.Count == 0 || f.Next.Length == 0 || f.Origins.Count == 0), Is.Empty);
        });
    }
}
