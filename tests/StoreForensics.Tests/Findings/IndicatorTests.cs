using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Findings;
using StoreForensics.Findings.Indicators;
using StoreForensics.Findings.Patterns;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Verification;

namespace StoreForensics.Tests.Findings;

/// <summary>Lists of indicators and of known files, over the committed sample.</summary>
[TestFixture]
internal sealed class IndicatorTests
{
    [TestCase("0123456789abcdef0123456789ABCDEF", "Md5 0123456789abcdef0123456789abcdef")]
    [TestCase("/tmp/x # dropper", "Path /tmp/x")]
    [TestCase("**/x.sh", "Text **/x.sh")]
    [TestCase("path:**/x.sh", "Path **/x.sh")]
    [TestCase("192[.]0[.]2[.]1", "Address 192.0.2.1")]
    [TestCase("2001:db8::1", "Address 2001:db8::1")]
    [TestCase("hxxps://Evil[.]example/x?y", "Domain evil.example")]
    [TestCase("http://192.0.2.7:8080/a", "Address 192.0.2.7")]
    [TestCase("evil.example", "Domain evil.example")]
    [TestCase("string:abc # note", "Text abc")]
    [TestCase("stratum+tcp", "Text stratum+tcp")]
    [TestCase("# comment", "")]
    [TestCase("  ", "")]
    public void A_line_is_taken_for_what_it_is(string line, string expected)
    {
        Indicator? indicator = IndicatorList.Parse(line, "list", 1);
        Assert.That(indicator is null ? "" : $"{indicator.Kind} {indicator.Value}", Is.EqualTo(expected));
    }

    [TestCase("sha256:123")]
    [TestCase("ip:evil.example")]
    [TestCase("domain:not a domain")]
    [TestCase("ab")]
    public void A_wrong_line_is_told(string line) => Assert.That(Assert.Throws<RuleFileException>(() => IndicatorList.Parse(line, "list.txt", 7))!.Message,
        Does.StartWith("list.txt:7: "));

    [TestCase("evil.example", "curl http://evil.example/x", true)]
    [TestCase("evil.example", "curl http://www.EVIL.example", true)]
    [TestCase("evil.example", "curl http://notevil.example/x", false)]
    [TestCase("evil.example", "curl http://evil.example.org/x", false)]
    [TestCase("evil.example", "see evil.example.", true)]
    [TestCase("192.0.2.1", "ping 192.0.2.1", true)]
    [TestCase("192.0.2.1", "ping 192.0.2.11", false)]
    [TestCase("192.0.2.1", "ping 1192.0.2.1", false)]
    [TestCase("192.0.2.1", "192.0.2.1:4444", true)]
    [TestCase("string:abc", "xxABCxx", true)]
    public void A_text_holds_it_or_not(string line, string text, bool expected)
    {
        var texts = new IndicatorTexts([IndicatorList.Parse(line, "list", 1)!]);
        Assert.That(texts.Find(text).Count == 1, Is.EqualTo(expected));
    }

    [Test]
    public void Digests_paths_ids_and_texts_are_found()
    {
        Inventory inventory = VerifiedStore.Named("sample").Inventory;
        (string path, byte[] content) = SomeFile(inventory);
        string image = inventory.Images.First(i => i.References.Count > 0).Id;
        string list = Write("ioc.txt", $"{Sha1(content)} # by content\n{path}\n{image[7..]}\n192[.]0.2.44\n");
        IReadOnlyList<Finding> found =
            [.. FindingsExaminer.Find(inventory, null, new ProblemLog(), new FindingsOptions { Indicators = IndicatorList.Load([list]) }).Where(f =>
            f.Rule == "indicator")];
        Assert.Multiple(() =>
        {
            Assert.That(found.Any(f => f.Path?.ToString() == path && f.Reason.Contains("line 1 (by content)", StringComparison.Ordinal)), "digest");
            Assert.That(found.Any(f => f.Path?.ToString() == path && f.Reason.Contains("line 2", StringComparison.Ordinal)), "path");
            Assert.That(found.Any(f => f.Reason.Contains("id is on", StringComparison.Ordinal)), "image id");
            Assert.That(found.Any(f => f.Reason.Contains("names 192.0.2.44", StringComparison.Ordinal)), "text");
        });
    }

    [Test]
    public void Without_a_list_nothing_is_an_indicator() =>
        Assert.That(FindingsExaminer.Find(VerifiedStore.Named("sample").Inventory, null, new ProblemLog()).Where(f => f.Rule == "indicator"), Is.Empty);

    /// <summary>What is stock is left out where a rule is about a file's content, not where it is about its mode or place.</summary>
    [Test]
    public void Known_files_mute_findings_about_content_only()
    {
        Inventory inventory = VerifiedStore.Named("sample").Inventory;
        IReadOnlyList<Finding> before = FindingsExaminer.Find(inventory, null, new ProblemLog());
        var digests = new StringBuilder("\"SHA-1\",\"MD5\",\"FileName\"\n");
        foreach (FindingEntry entry in before.SelectMany(f => f.Entries).Where(e => e.Source.Tree[e.Node].Kind == EntryKind.File))
            digests.Append($"\"{Sha1(Content(entry.Source, entry.Node))}\",\"{new string('0', 32)}\",\"x\"\n");
        var problems = new ProblemLog();
        IReadOnlyList<Finding> after = FindingsExaminer.Find(inventory, null, problems,
            new FindingsOptions { Known = KnownFiles.At([Write("known.csv", digests.ToString())]) });
        string[] gone = [.. before.Select(f => f.Rule).Except(after.Select(f => f.Rule)).Order(StringComparer.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(after, Has.Count.LessThan(before.Count));
            Assert.That(gone, Does.Not.Contain("setid-added"));
            Assert.That(after.Count(f => f.Rule == "setid-added"), Is.EqualTo(before.Count(f => f.Rule == "setid-added")));
            Assert.That(after.Where(f => f.Rule is "persistence-cron" && f.Entries.All(e => e.Source.Tree[e.Node].Kind == EntryKind.File)), Is.Empty);
            Assert.That(problems.Sorted().Select(p => p.Code), Has.Member("SF-FIND-0003"));
        });
    }

    private static (string Path, byte[] Content) SomeFile(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers.Where(l => l.Role == LayerRole.Container && l.Files is not null))
        {
            for (int node = 0; node < layer.Files!.Tree.Count; node++)
            {
                if (layer.Files.Tree.IsWithin(node, layer.Files.Root) && layer.Files.Tree[node] is { Kind: EntryKind.File, Size: > 20 })
                    return ("/" + layer.Files.Tree.PathOf(node, layer.Files.Root), Content(layer.Files.Source, node));
            }
        }
        throw new InvalidOperationException("the sample has no such file");
    }

#pragma warning disable CA5350 // lists of known files and of indicators are of SHA-1 too
    private static string Sha1(byte[] content) => Convert.ToHexString(SHA1.HashData(content));
#pragma warning restore CA5350

    private static byte[] Content(IEvidenceSource source, int node)
    {
        using Stream stream = source.Open(node);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Write(string name, string text)
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
