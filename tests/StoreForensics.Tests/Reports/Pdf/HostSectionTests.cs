using StoreForensics.Primitives;

namespace StoreForensics.Tests.Reports.Pdf;

/// <summary>The host in the PDF: all its facts, none of its secrets, and nothing where there is no host.</summary>
[TestFixture]
public sealed class HostSectionTests
{
    private static readonly string[] s_facts =
    [
        "host-name", "host-zone", "host-machine", "host-os", "host-kernel", "host-package", "host-version", "host-status", "host-setting", "host-mask",
            "host-unit",
        "host-option", "host-cron", "host-member", "host-primary", "host-log", "host-command", "rpmdb.sqlite", "system.journal", "2023-11-14",
    ];

    [Test]
    public void Facts_AreThereAndSecretsMasked()
    {
        string text = Text(showSecrets: false);
        Assert.Multiple(() =>
        {
            foreach (string fact in s_facts)
                Assert.That(text.Contains(fact, StringComparison.Ordinal), Is.True, fact);
            Assert.That(text.Contains("31337", StringComparison.Ordinal), Is.False);
            Assert.That(text.Contains("and sesame", StringComparison.Ordinal), Is.False);
            Assert.That(text.Contains("splunk-token\":\"••••", StringComparison.Ordinal), Is.True);
        });
    }

    [Test]
    public void Secrets_AreShownWhenAskedFor() => Assert.That(Text(showSecrets: true).Contains("31337", StringComparison.Ordinal), Is.True);

    [Test]
    public void NoHost_NoSection() => Assert.That(ReadBack.Text(ReadBack.Report(new SampleCase())).Contains("Whoever was root", StringComparison.Ordinal),
        Is.False);

    private static string Text(bool showSecrets)
    {
        var sample = new SampleCase();
        sample.Inventory.Hosts.Add(SampleHost.Make(name => name + " " + SampleCase.Ansi, path => new Origin("evidence.tar", path)));
        return ReadBack.Text(ReadBack.Report(sample, showSecrets: showSecrets));
    }
}
